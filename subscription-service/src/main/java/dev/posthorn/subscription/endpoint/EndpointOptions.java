package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.subscription.endpoint.option.EndpointStatus;
import dev.posthorn.subscription.endpoint.option.RequestHeaders;
import dev.posthorn.subscription.endpoint.option.RequestTimeout;
import dev.posthorn.subscription.endpoint.option.RetrySchedule;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.HashSet;
import java.util.List;

/** What of an endpoint can be changed. */
public record EndpointOptions(
        @NotNull String url,

        @Size(max = 200, message = "must have at most 200 characters")
        String name,

        @Size(max = 2000, message = "must have at most 2000 characters")
        String description,

        @Schema(description = "While paused, events wait; while disabled, they are kept and not sent")
        EndpointStatus status,

        @Schema(description = "Replaces all that there are; without any, all events are wanted")
        @Size(max = GREATEST_SUBSCRIPTIONS, message = "must have at most 100 subscriptions")
        List<@NotNull @Valid SubscriptionOptions> subscriptions,

        @Schema(description = "Own request headers; in a patch, those that are not named stay, and null removes one")
        RequestHeaders headers,

        @Schema(
                description =
                        "How long an attempt waits for the answer, from PT1S to PT30S; null for Posthorn's default")
        RequestTimeout timeout,

        RetrySchedule retrySchedule) {

    static final int GREATEST_SUBSCRIPTIONS = 100;

    public EndpointOptions {
        status = status == null ? EndpointStatus.ENABLED : status;
        subscriptions = subscriptions == null ? List.of() : subscriptions;
        headers = headers == null ? RequestHeaders.NONE : headers;
        checkDistinct(subscriptions);
    }

    private static void checkDistinct(List<SubscriptionOptions> subscriptions) {
        var seen = new HashSet<SubscriptionOptions>();
        for (int at = 0; at < subscriptions.size(); at++) {
            if (subscriptions.get(at) != null && !seen.add(subscriptions.get(at))) {
                throw ApiException.invalid("subscriptions[" + at + "]", "The same subscription is there twice");
            }
        }
    }
}
