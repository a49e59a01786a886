package dev.posthorn.monitoring.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** A tally as the API shows it: the counts, and what follows from them. Rates are between 0 and 1. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(description = "Counts, and the rates and times that follow from them. `docs/metrics.md` defines each one")
public record Figures(
        @Schema(description = "HTTP requests that ended in this time", examples = "240")
        long attempts,

        @Schema(description = "Attempts answered with 2xx in time", examples = "231")
        long successes,

        @Schema(description = "All other attempts", examples = "9")
        long failures,

        @Schema(
                description = "Attempts by how they ended; every class is named",
                examples =
                        "{\"2xx\": 231, \"3xx\": 0, \"4xx\": 0, \"5xx\": 6, \"timeout\": 3, \"connection\": 0, \"tls\": 0, \"dns\": 0, \"blocked\": 0}")
        Map<String, Long> outcomes,

        @Schema(description = "successes / attempts", examples = "0.9625", nullable = true)
        Double successRate,

        @Schema(description = "Attempts that were the first of their delivery", examples = "225")
        long firstAttempts,

        @Schema(description = "Share of the first attempts that succeeded", examples = "0.9733", nullable = true)
        Double firstAttemptSuccessRate,

        @Schema(description = "Attempts made by the retry schedule", examples = "15")
        long retries,

        @Schema(description = "retries / attempts", examples = "0.0625", nullable = true)
        Double retryRate,

        @Schema(description = "Deliveries that ended well", examples = "231")
        long deliveriesSucceeded,

        @Schema(description = "Deliveries that became dead letters", examples = "0")
        long deliveriesDead,

        @Schema(description = "Share of the ended deliveries that ended well", examples = "1.0", nullable = true)
        Double finalSuccessRate,

        @Schema(description = "From the event's acceptance to the end of the attempt that succeeded", nullable = true)
        DeliveryTime deliveryTime) {

    /** Mean is exact, quantiles are within 1 %. */
    @Schema(description = "Mean (exact) and quantiles (within 1 %) of the delivery time")
    public record DeliveryTime(
            @Schema(implementation = String.class, examples = "PT0.084S")
            Duration mean,

            @Schema(implementation = String.class, examples = "PT0.045S")
            Duration p50,

            @Schema(implementation = String.class, examples = "PT0.21S")
            Duration p95,

            @Schema(implementation = String.class, examples = "PT1.4S")
            Duration p99) {

        static DeliveryTime of(DeliveryTimes times) {
            return times.mean()
                    .map(mean -> new DeliveryTime(
                            mean,
                            times.quantile(0.50).orElse(null),
                            times.quantile(0.95).orElse(null),
                            times.quantile(0.99).orElse(null)))
                    .orElse(null);
        }
    }

    static Figures of(Tally tally) {
        return new Figures(
                tally.attempts(),
                tally.successes(),
                tally.failures(),
                outcomes(tally),
                orNull(tally.successRate()),
                tally.firstAttempts(),
                orNull(tally.firstAttemptSuccessRate()),
                tally.retries(),
                orNull(tally.retryRate()),
                tally.deliveriesSucceeded(),
                tally.deliveriesDead(),
                orNull(tally.finalSuccessRate()),
                DeliveryTime.of(tally.deliveryTimes()));
    }

    private static Map<String, Long> outcomes(Tally tally) {
        var counts = new LinkedHashMap<String, Long>();
        for (OutcomeClass outcome : OutcomeClass.values()) {
            counts.put(outcome.toString(), tally.of(outcome));
        }
        return counts;
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
