package dev.posthorn.monitoring.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.monitoring.statistics.LatestAttempt;
import dev.posthorn.monitoring.statistics.OutcomeClass;
import dev.posthorn.monitoring.statistics.Tally;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One endpoint's condition as the API shows it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(description = "How an endpoint is doing: its numbers in the window that its alert rule looks at")
public record EndpointHealth(
        @Schema(examples = "ep_01jd9k3m6pfrx8s0v1w2y3z4a5") String endpointId,
        @Schema(examples = "Orders", nullable = true) String name,

        @Schema(
                implementation = String.class,
                enumeration = {"healthy", "failing", "idle", "paused", "disabled"},
                description = "`failing`: it has a firing alert, or no attempt of the window succeeded;"
                        + " `idle`: no attempt in the window",
                examples = "failing")
        HealthState state,

        @Schema(
                implementation = String.class,
                description = "How much of the past the numbers cover",
                examples = "PT5M")
        Duration window,

        @Schema(examples = "100") long attempts,
        @Schema(examples = "37") long failures,

        @Schema(description = "failures / attempts", examples = "0.37", nullable = true)
        Double failureRate,

        @Schema(implementation = String.class, description = "Mean", examples = "PT0.084S", nullable = true)
        Duration deliveryTime,

        @Schema(examples = "2026-01-15T10:35:02.150Z", nullable = true)
        Instant lastSuccessAt,

        @Schema(description = "The latest attempt that failed, however long ago", nullable = true)
        LastFailure lastFailure) {

    /** The latest failed attempt. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(description = "An attempt that failed")
    public record LastFailure(
            @Schema(implementation = String.class, examples = "atm_01jd9k3m6pfrx8s0v1w2y3z4b3")
            AttemptId attemptId,

            @Schema(examples = "evt_01jd9k3m6pfrx8s0v1w2y3z4b4")
            String eventId,

            @Schema(examples = "order.created") String eventType,
            @Schema(examples = "2026-01-15T10:35:04.9Z") Instant at,

            @Schema(implementation = String.class, examples = "5xx")
            OutcomeClass outcome,

            @Schema(examples = "503", nullable = true) Integer statusCode,

            @Schema(examples = "The endpoint answered 503", nullable = true)
            String error) {

        private static LastFailure of(LatestAttempt attempt) {
            return new LastFailure(
                    attempt.attemptId(),
                    attempt.eventId(),
                    attempt.eventType(),
                    attempt.endedAt(),
                    attempt.outcome(),
                    attempt.statusCode(),
                    attempt.error());
        }
    }

    static EndpointHealth of(
            EndpointRecord endpoint,
            boolean hasFiringAlert,
            Duration window,
            Optional<Tally> tally,
            List<LatestAttempt> latest) {
        return new EndpointHealth(
                endpoint.id(),
                endpoint.name(),
                HealthState.of(endpoint.status(), hasFiringAlert, tally),
                window,
                tally.map(Tally::attempts).orElse(0L),
                tally.map(Tally::failures).orElse(0L),
                tally.map(one -> (double) one.failures() / one.attempts()).orElse(null),
                tally.flatMap(one -> one.deliveryTimes().mean()).orElse(null),
                newest(latest, false).map(LatestAttempt::endedAt).orElse(null),
                newest(latest, true).map(LastFailure::of).orElse(null));
    }

    private static Optional<LatestAttempt> newest(List<LatestAttempt> latest, boolean failed) {
        return latest.stream()
                .filter(attempt -> attempt.outcome().isFailure() == failed)
                .max(Comparator.comparing(LatestAttempt::endedAt));
    }
}
