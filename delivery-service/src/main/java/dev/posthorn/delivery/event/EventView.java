package dev.posthorn.delivery.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/**
 * An event as the API shows it.
 *
 * @param deliveries how many endpoints it was for when it was accepted
 * @param payload only when a single event is looked at; null after it was expunged
 */
@Schema(name = "Event")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventView(
        @Schema(examples = "evt_01jd9k3m6pfrx8s0v1w2y3z4b2") String id,
        @Schema(examples = "order.created") String type,
        List<String> channels,
        Instant createdAt,
        int deliveries,

        @Schema(enumeration = {"high", "normal", "low"}) String priority,

        String orderingKey,

        @Schema(description = "Not delivered before then; absent when it was for at once")
        Instant deliverAt,

        String region,
        @JsonRawValue @Schema(implementation = Object.class) String payload,

        @Schema(description = "When the payload was expunged; absent when it was not")
        Instant payloadExpungedAt) {}
