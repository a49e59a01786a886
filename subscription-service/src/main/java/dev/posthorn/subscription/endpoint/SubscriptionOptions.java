package dev.posthorn.subscription.endpoint;

import dev.posthorn.subscription.endpoint.option.Channel;
import dev.posthorn.subscription.endpoint.option.EventExpression;
import dev.posthorn.subscription.eventtype.EventTypePattern;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;
import java.util.Objects;

/** Which events an endpoint wants. Two are equal when they want the same. */
@Schema(name = "NewSubscription")
public record SubscriptionOptions(
        @Schema(
                description = "The name of an event type, which must exist; or order.* for all types below order, now "
                        + "and later; or * for all")
        @NotNull
        EventTypePattern eventType,

        @Schema(description = "The event must carry one of these; without any, all events of the types are wanted")
        @Size(max = 20, message = "must have at most 20 channels")
        List<@NotNull Channel> channels,

        @Schema(
                description = "A JSONata expression that must be true for the event; it sees id, type, timestamp, "
                        + "channels and data, the payload",
                examples = "data.total > 100")
        EventExpression filter,

        @Schema(
                description = "A JSONata expression that makes the payload that is sent; it sees what a filter sees. "
                        + "Of several subscriptions that want an event, the oldest one's is used.",
                examples = "{\"order\": data.orderId}")
        EventExpression transform) {

    public SubscriptionOptions {
        channels = channels == null ? List.of() : channels;
        // A null among them is left to the validator, which knows its place.
        if (channels.stream().allMatch(Objects::nonNull)) {
            channels = channels.stream().sorted().distinct().toList();
        }
    }
}
