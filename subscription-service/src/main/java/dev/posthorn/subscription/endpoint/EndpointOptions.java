package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.subscription.endpoint.auth.Auth;
import dev.posthorn.subscription.endpoint.option.Batching;
import dev.posthorn.subscription.endpoint.option.ConcurrencyLimit;
import dev.posthorn.subscription.endpoint.option.EndpointStatus;
import dev.posthorn.subscription.endpoint.option.Format;
import dev.posthorn.subscription.endpoint.option.OnDeadLetter;
import dev.posthorn.subscription.endpoint.option.Ordering;
import dev.posthorn.subscription.endpoint.option.RateLimit;
import dev.posthorn.subscription.endpoint.option.Region;
import dev.posthorn.subscription.endpoint.option.RegionalUrls;
import dev.posthorn.subscription.endpoint.option.RequestHeaders;
import dev.posthorn.subscription.endpoint.option.RequestTimeout;
import dev.posthorn.subscription.endpoint.option.Signature;
import dev.posthorn.subscription.retry.RetrySchedule;
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

        RetrySchedule retrySchedule,

        @Schema(description = "Requests per second, over all instances; null for no limit")
        RateLimit rateLimit,

        @Schema(description = "Requests at once; null for Posthorn's default, which follows how the endpoint does")
        ConcurrencyLimit concurrency,

        @Schema(defaultValue = "envelope") Format format,

        @Schema(
                description = "How requests are signed; in a patch, replaced as a whole. Another kind of scheme brings "
                        + "another secret, and ends the ones before at once")
        Signature signature,

        @Schema(description = "Several events in one request; null for one event each")
        Batching batching,

        @Schema(defaultValue = "none") Ordering ordering,

        @Schema(description = "With ordering only, and then skip unless said otherwise")
        OnDeadLetter onDeadLetter,

        @Schema(description = "Only instances started for it deliver; null for any")
        Region region,

        @Schema(
                description = "URLs for single regions, of which the event's or the instance's picks one; url is for "
                        + "all others. In a patch, those that are not named stay, and null removes one")
        RegionalUrls urls,

        @Schema(
                description = "Credentials to send; in a patch, replaced as a whole. Answers show (hidden) instead of "
                        + "the secret, and (hidden) sent back leaves it as it is")
        Auth auth) {

    static final int GREATEST_SUBSCRIPTIONS = 100;

    public EndpointOptions {
        status = status == null ? EndpointStatus.ENABLED : status;
        subscriptions = subscriptions == null ? List.of() : subscriptions;
        headers = headers == null ? RequestHeaders.NONE : headers;
        format = format == null ? Format.ENVELOPE : format;
        signature = signature == null ? Signature.STANDARD : signature;
        ordering = ordering == null ? Ordering.NONE : ordering;
        urls = urls == null ? RegionalUrls.NONE : urls;
        checkDistinct(subscriptions);
    }

    /** Null where there is no order. */
    OnDeadLetter effectiveOnDeadLetter() {
        return ordering != Ordering.NONE && onDeadLetter == null ? OnDeadLetter.SKIP : onDeadLetter;
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
