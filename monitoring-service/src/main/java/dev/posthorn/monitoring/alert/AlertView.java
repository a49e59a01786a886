package dev.posthorn.monitoring.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.foundation.id.AlertId;
import dev.posthorn.foundation.id.EndpointId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;

/** An alert as the API shows it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Alert", description = "Something that a rule found wrong, from its beginning to its end")
public record AlertView(
        @Schema(implementation = String.class, examples = "alt_01jd9k3m6pfrx8s0v1w2y3z4c1")
        AlertId id,

        @Schema(description = "Null when the whole platform is meant", examples = "acme", nullable = true)
        String tenantId,

        @Schema(
                implementation = String.class,
                description = "Null when all endpoints together are meant",
                examples = "ep_01jd9k3m6pfrx8s0v1w2y3z4a5",
                nullable = true)
        EndpointId endpointId,

        @Schema(implementation = String.class, examples = "endpoint-failure-rate")
        RuleName rule,

        @Schema(
                description = "`pending`: seen, not yet told; `firing`: told; `resolved`: over",
                enumeration = {"pending", "firing", "resolved"},
                examples = "firing")
        String state,

        @Schema(description = "As last measured: a rate from 0 to 1, or seconds for delivery-time", examples = "0.37")
        double value,

        @Schema(description = "What the value was held against", examples = "0.1")
        double threshold,

        @Schema(description = "When the rule was first found breached", examples = "2026-01-15T10:31:10Z")
        Instant since,

        @Schema(examples = "2026-01-15T10:52:40Z", nullable = true)
        Instant resolvedAt,

        @Schema(
                description = "What went wrong most often, with an example, as a sentence for people",
                examples = "37 of 100 attempts failed, most often (31) with a timeout: No answer within 5 s",
                nullable = true)
        String cause) {

    static AlertView of(Alert alert) {
        return new AlertView(
                alert.id(),
                alert.subject().tenantId(),
                alert.subject().endpointId(),
                alert.ruleName(),
                alert.stateName(),
                alert.value(),
                alert.threshold(),
                alert.since(),
                alert.resolvedAt(),
                alert.cause());
    }
}
