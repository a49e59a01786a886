package dev.posthorn.delivery.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.delivery.attempt.LastAttempt;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;

/** A delivery as the API shows it. */
@Schema(name = "Delivery")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DeliveryView(
        String eventId,
        String eventType,
        String endpointId,

        @Schema(enumeration = {"pending", "retrying", "succeeded", "dead", "cancelled"})
        String status,

        int attempts,
        Instant nextAttemptAt,
        LastAttempt lastAttempt) {}
