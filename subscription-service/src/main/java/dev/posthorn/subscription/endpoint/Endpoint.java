package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TenantId;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/** An endpoint, as the API shows it. Its secret is shown on its own path only. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Endpoint(
        EndpointId id,
        TenantId tenantId,
        String url,
        @Schema(nullable = true) String name,
        @Schema(nullable = true) String description,
        EndpointStatus status,

        @Schema(nullable = true, description = "Why Posthorn itself changed the status")
        String statusReason,

        @Schema(description = "Without any, all events are wanted")
        List<Subscription> subscriptions,

        @Schema(description = "Own request headers; the values are hidden from callers who may not change them")
        RequestHeaders headers,

        @Schema(nullable = true) RequestTimeout timeout,
        @Schema(nullable = true) RetrySchedule retrySchedule,
        @Schema(nullable = true) RateLimit rateLimit,
        @Schema(nullable = true) ConcurrencyLimit concurrency,
        Format format,
        Signature signature,
        @Schema(nullable = true) Batching batching,
        Ordering ordering,

        @Schema(nullable = true, description = "Null without ordering")
        OnDeadLetter onDeadLetter,

        @Schema(nullable = true) Region region,
        RegionalUrls urls,

        @Schema(nullable = true, description = "With (hidden) instead of the secret")
        Auth auth,

        Instant createdAt,
        Instant updatedAt) {

    Endpoint withHiddenHeaders() {
        return new Endpoint(
                id,
                tenantId,
                url,
                name,
                description,
                status,
                statusReason,
                subscriptions,
                headers.hidden(),
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
                auth,
                createdAt,
                updatedAt);
    }
}
