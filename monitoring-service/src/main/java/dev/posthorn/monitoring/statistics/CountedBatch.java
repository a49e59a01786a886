package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.foundation.id.AttemptBatchId;

import java.util.Objects;

/** A batch, read and summed up before anything is stored. */
record CountedBatch(AttemptBatchId id, int attempts, CountedAttempts sums) {

    /** @throws IllegalArgumentException when the batch is not what the contract says */
    static CountedBatch of(AttemptBatch batch) {
        var sums = new CountedAttempts();
        for (Attempt attempt : batch.attempts()) {
            check(attempt);
            sums.count(attempt);
        }
        return new CountedBatch(
                AttemptBatchId.parse(batch.id()), batch.attempts().size(), sums);
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
