package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LaneRepository.Entered;
import dev.posthorn.delivery.ledger.LaneRepository.Place;
import dev.posthorn.delivery.ledger.LaneRepository.Release;
import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the outcomes of one group commit do to ordered lanes: a delivery that is settled leaves its lane, one that failed
 * stays at the head, and the lane goes back to nobody until it may go on.
 *
 * <p>Worked out once: a second try must write the same.
 */
final class LaneOutcomes {

    /** A person can replay these. Others would block their lane until they are discarded, to no end. */
    private static final Set<String> BLOCKING = Set.of(
            NextStep.DeadLetter.ATTEMPTS_EXHAUSTED,
            NextStep.DeadLetter.GONE,
            NextStep.DeadLetter.ENDPOINT_DISABLED,
            NextStep.DeadLetter.FILTER_FAILED,
            NextStep.DeadLetter.TRANSFORM_FAILED);

    private final LaneRepository repository;
    private final Lanes lanes;
    private final Endpoints endpoints;
    private final List<LaneHold> outcomes = new ArrayList<>();
    private final List<Delivery> gone = new ArrayList<>();
    private final List<Waiting> failed = new ArrayList<>();
    private final Map<LaneHold, Release> released = new LinkedHashMap<>();
    private final List<Settlement.Enlisted> enlisted = new ArrayList<>();

    LaneOutcomes(LaneRepository repository, Lanes lanes, Endpoints endpoints) {
        this.repository = repository;
        this.lanes = lanes;
        this.endpoints = endpoints;
    }

    /** Of a delivery that was taken from a lane. */
    void add(LaneHold hold, Settlement settlement) {
        outcomes.add(hold);
        Delivery delivery = settlement.delivery();
        switch (settlement) {
            case Settlement.Attempted attempted ->
                add(hold, delivery, attempted.attempt().next());
            case Settlement.Deferred deferred -> release(hold, deferred.until(), null);
            case Settlement.Parked _, Settlement.Enlisted _ -> release(hold, Instant.MAX, null);
            case Settlement.Abandoned(Delivery _, String reason) -> addDead(hold, delivery, reason);
        }
    }

    private void add(LaneHold hold, Delivery delivery, NextStep next) {
        switch (next) {
            case NextStep.Complete _ -> gone.add(delivery);
            case NextStep.RetryAt retry -> {
                failed.add(Waiting.afterFailure(delivery, Instant.MAX));
                release(hold, retry.at(), null);
            }
            case NextStep.DeadLetter letter -> addDead(hold, delivery, letter.reason());
        }
    }

    private void addDead(LaneHold hold, Delivery delivery, String reason) {
        gone.add(delivery);
        Endpoint endpoint = endpoints.find(delivery.endpointId());
        if (endpoint != null && endpoint.blocksOnDeadLetter() && BLOCKING.contains(reason)) {
            release(hold, Instant.MAX, delivery);
        }
    }

    private void release(LaneHold hold, Instant dueAt, Delivery blockedBy) {
        released.put(
                hold,
                new Release(
                        hold,
                        dueAt,
                        blockedBy == null ? null : blockedBy.event().id().value()));
    }

    /** Of a delivery that is in no lane yet. */
    void enlist(Settlement.Enlisted delivery) {
        enlisted.add(delivery);
    }

    void write(Connection connection) throws SQLException {
        // Lanes before places, and all of them by one statement: see LaneRepository.
        List<Place> places = enlisted.isEmpty() ? List.of() : enterLanes(connection);
        repository.release(connection, released.values());
        repository.addPlaces(connection, places);
        repository.removePlaces(connection, gone);
        repository.keepPlaces(connection, failed);
    }

    /** Their places: what was to come later at the end, and all else, which is older than what waits, at the front. */
    private List<Place> enterLanes(Connection connection) throws SQLException {
        var ends = new HashMap<OrderedLane, Integer>();
        released.keySet().forEach(hold -> ends.put(hold.lane(), 0));
        enlisted.forEach(it -> ends.merge(laneOf(it), wasScheduled(it.delivery()) ? 1 : 0, Integer::sum));
        List<UUID> events =
                enlisted.stream().map(it -> it.delivery().event().id().value()).toList();
        var next = new HashMap<OrderedLane, Long>();
        for (Entered entered : repository.enlist(connection, ends, events)) {
            next.put(entered.lane(), entered.last() - ends.get(entered.lane()));
        }
        return enlisted.stream()
                .map(it -> new Place(
                        Waiting.of(it.delivery(), Instant.MAX),
                        it.key(),
                        wasScheduled(it.delivery()) ? next.merge(laneOf(it), 1L, Long::sum) : 0))
                .toList();
    }

    private static OrderedLane laneOf(Settlement.Enlisted enlisted) {
        return new OrderedLane(enlisted.delivery().endpointId().value(), enlisted.key());
    }

    private static boolean wasScheduled(Delivery delivery) {
        return delivery.trigger() == Trigger.FIRST && delivery.event().options().deliverAt() != null;
    }

    /** After the commit. @return when one of the lanes goes on; null when none does by itself */
    Instant recorded() {
        released.keySet().forEach(lanes::forget);
        outcomes.forEach(LaneHold::recorded);
        if (!enlisted.isEmpty()) {
            return Instant.EPOCH;
        }
        return released.values().stream()
                .map(Release::dueAt)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Instead of it: the lanes are another instance's. */
    void lost() {
        outcomes.forEach(lanes::forget);
    }
}
