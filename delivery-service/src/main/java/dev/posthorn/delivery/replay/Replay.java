package dev.posthorn.delivery.replay;

import dev.posthorn.delivery.ledger.Replayable;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.ReplayId;
import dev.posthorn.foundation.id.TypeId;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A task of sending again.
 *
 * @param endpointId null: of all endpoints
 * @param eventType null: of all types
 * @param walk where it has come to
 */
record Replay(
        ReplayId id,
        String tenantId,
        EndpointId endpointId,
        Source source,
        Set<Replayable> statuses,
        String eventType,
        Instant since,
        Instant until,
        Walk walk,
        String createdBy) {

    /** What a replay walks through, by their ids. */
    enum Source {
        EVENTS,
        DEAD_LETTERS
    }

    /**
     * A part of the ids, the oldest first.
     *
     * @param position what was looked at last
     * @param stop where it ends; not of it
     */
    record Walk(UUID position, UUID stop) {

        /** @param since null for all that is there */
        static Walk of(Instant since, Instant until) {
            return new Walk(before(TypeId.since(since)), TypeId.lowest(until));
        }

        /** What is looked at next is greater, and the first id is to be of the walk. */
        private static UUID before(UUID id) {
            return new UUID(id.getMostSignificantBits(), 0);
        }

        Walk at(UUID next) {
            return new Walk(next, stop);
        }
    }

    Replay at(UUID position) {
        return new Replay(
                id, tenantId, endpointId, source, statuses, eventType, since, until, walk.at(position), createdBy);
    }
}
