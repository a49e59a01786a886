package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.foundation.id.AttemptBatchId;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A batch, summed up in memory before anything is stored. Both maps are sorted, so that concurrent transactions lock
 * their rows in one order and never wait for each other in a circle.
 */
record CountedBatch(AttemptBatchId id, int attempts, Map<MinuteKey, Tally> tallies, Map<String, LatestAttempt> latest) {

    /** @throws IllegalArgumentException when the batch is not what the contract says */
    static CountedBatch of(AttemptBatch batch) {
        var tallies = new TreeMap<MinuteKey, Tally>();
        var latest = new TreeMap<String, LatestAttempt>();
        for (Attempt attempt : batch.attempts()) {
            check(attempt);
            tallies.computeIfAbsent(MinuteKey.of(attempt), key -> new Tally()).count(attempt);
            LatestAttempt own = LatestAttempt.of(attempt);
            latest.merge(own.endpointId() + "/" + own.outcome(), own, LatestAttempt::later);
        }
        return new CountedBatch(
                AttemptBatchId.parse(batch.id()), batch.attempts().size(), tallies, latest);
    }

    private static void check(Attempt attempt) {
        boolean complete = attempt.id() != null
                && attempt.tenantId() != null
                && attempt.endpointId() != null
                && attempt.eventId() != null
                && attempt.eventType() != null
                && attempt.trigger() != null
                && attempt.outcome() != null
                && attempt.acceptedAt() != null
                && attempt.startedAt() != null
                && attempt.duration() != null
                && attempt.delivery() != null;
        if (!complete || (Objects.equals(attempt.outcome(), "rejected") && attempt.statusCode() == null)) {
            throw new IllegalArgumentException("Attempt " + attempt.id() + " lacks a field");
        }
    }
}
