package dev.posthorn.delivery.preview;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.json.JsonText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;
import java.util.Objects;

/** An event that might be published, and what to try out on it. */
public record PreviewRequest(
        @Schema(examples = "order.created") String eventType,

        @Schema(implementation = Object.class, description = "The event type's sample payload if not given")
        JsonText payload,

        List<String> channels,

        @Schema(description = "Only this subscription is asked; all of the endpoint's if not given")
        String subscriptionId,

        @Schema(description = "Instead of the subscription's filter")
        String filter,

        @Schema(description = "Instead of the subscription's transformation")
        String transform) {

    public PreviewRequest {
        channels = channels == null ? List.of() : channels;
        if (channels.stream().anyMatch(Objects::isNull)) {
            throw ApiException.invalid("channels", "Field channels must hold texts");
        }
    }

    PreviewRequest with(JsonText newPayload) {
        return new PreviewRequest(eventType, newPayload, channels, subscriptionId, filter, transform);
    }

    boolean triesExpressions() {
        return filter != null || transform != null;
    }
}
