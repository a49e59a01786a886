package dev.posthorn.delivery.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.delivery.attempt.LastAttempt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;

/** A dead letter as the API shows it. */
@Schema(name = "DeadLetter")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DeadLetterView(
        String id,
        String eventId,
        String endpointId,
        String eventType,

        @Schema(
                enumeration = {
                    "attempts_exhausted",
                    "gone",
                    "endpoint_disabled",
                    "endpoint_deleted",
                    "payload_expunged",
                    "filter_failed",
                    "transform_failed",
                    "not_wanted"
                })
        String reason,

        @Schema(description = "What the filter or the transformation said; null for the other reasons")
        String detail,

        int attempts,
        Instant createdAt,
        LastAttempt lastAttempt,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
                description =
                        "Where the last attempt is with its request and response; only when a single one is looked at")
        String lastAttemptUrl) {

    DeadLetterView withUrl(String tenant) {
        String url = lastAttempt == null ? null : "/v1/tenants/" + tenant + "/attempts/" + lastAttempt.id();
        return new DeadLetterView(
                id, eventId, endpointId, eventType, reason, detail, attempts, createdAt, lastAttempt, url);
    }
}
