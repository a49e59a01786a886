package dev.posthorn.subscription.endpoint;

import dev.posthorn.subscription.endpoint.auth.Auth;
import dev.posthorn.subscription.endpoint.option.Batching;
import dev.posthorn.subscription.endpoint.option.ConcurrencyLimit;
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

        RetrySchedule retrySchedule,

        @Schema(description = "Requests per second, over all instances; null for no limit")
        RateLimit rateLimit,

        @Schema(description = "Requests at once; null for Posthorn's default, which follows how the endpoint does")
        ConcurrencyLimit concurrency,

        @Schema(defaultValue = "envelope") Format format,

        @Schema(description = "How requests are signed") Signature signature,

        @Schema(description = "Several events in one request; null for one event each")
        Batching batching,

        @Schema(defaultValue = "none") Ordering ordering,

        @Schema(description = "With ordering only, and then skip unless said otherwise")
        OnDeadLetter onDeadLetter,

        @Schema(description = "Only instances started for it deliver; null for any")
        Region region,

        @Schema(
                description = "URLs for single regions, of which the event's or the instance's picks one; url is for "
                        + "all others.")
        RegionalUrls urls,

        @Schema(description = "Credentials to send; answers show (hidden) instead of the secret")
        Auth auth) {

    EndpointOptions options() {
        return new EndpointOptions(
                url,
                name,
                description,
                null,
                subscriptions,
                headers,
                timeout,
                retrySchedule,
                rateLimit,
                concurrency,
                format,
                signature,
                batching,
                ordering,
                onDeadLetter,
                region,
                urls,
                auth);
    }
}
