package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;

import java.time.Instant;

/**
 * The latest attempt of one outcome class at one endpoint.
 *
 * @param statusCode null when no answer came
 * @param error one sentence for people, cut at 500 characters; null on success
 */
public record LatestAttempt(
        EndpointId endpointId,
        OutcomeClass outcome,
        String tenantId,
        Instant endedAt,
        AttemptId attemptId,
        String eventId,
        String eventType,
        Integer statusCode,
        String error) {

    private static final int LONGEST_ERROR = 500;

    static LatestAttempt of(Attempt attempt) {
        return new LatestAttempt(
                EndpointId.parse(attempt.endpointId()),
                OutcomeClass.of(attempt),
                attempt.tenantId(),
                attempt.startedAt().plus(attempt.duration()),
                AttemptId.parse(attempt.id()),
                attempt.eventId(),
                attempt.eventType(),
                attempt.statusCode(),
                cut(attempt.error()));
    }

    static LatestAttempt later(LatestAttempt one, LatestAttempt other) {
        return other.endedAt.isAfter(one.endedAt) ? other : one;
    }

    private static String cut(String error) {
        return error == null || error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
    }
}
