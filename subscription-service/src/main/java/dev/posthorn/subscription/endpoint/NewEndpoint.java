package dev.posthorn.subscription.endpoint;

import dev.posthorn.subscription.endpoint.option.RequestHeaders;
import dev.posthorn.subscription.endpoint.option.RequestTimeout;
import dev.posthorn.subscription.endpoint.option.RetrySchedule;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;

/** An endpoint to create. It begins enabled. */
public record NewEndpoint(
        @Schema(description = "HTTPS, with a public address", examples = "https://hooks.acme.example/orders") @NotNull
        String url,

        @Size(max = 200, message = "must have at most 200 characters")
        String name,

        @Size(max = 2000, message = "must have at most 2000 characters")
        String description,

        @Schema(description = "Without any, all events are wanted")
        @Size(max = EndpointOptions.GREATEST_SUBSCRIPTIONS, message = "must have at most 100 subscriptions")
        List<@NotNull @Valid SubscriptionOptions> subscriptions,

        @Schema(description = "Own request headers") RequestHeaders headers,

        @Schema(
                description =
                        "How long an attempt waits for the answer, from PT1S to PT30S; null for Posthorn's default")
        RequestTimeout timeout,

        RetrySchedule retrySchedule) {

    EndpointOptions options() {
        return new EndpointOptions(url, name, description, null, subscriptions, headers, timeout, retrySchedule);
    }
}
