package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.subscription.endpoint.option.EndpointStatus;
import dev.posthorn.subscription.endpoint.option.RequestHeaders;
import dev.posthorn.subscription.endpoint.option.RequestTimeout;
import dev.posthorn.subscription.endpoint.option.RetrySchedule;
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
                createdAt,
                updatedAt);
    }
}
