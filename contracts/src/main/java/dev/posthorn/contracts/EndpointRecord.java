package dev.posthorn.contracts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An endpoint with all that delivering to it needs. Null stands for Posthorn's default wherever an option was not set.
 *
 * @param status {@code enabled}, {@code paused} or {@code disabled}
 * @param subscriptions never empty: an endpoint without subscriptions of its own carries one for {@code *}
 * @param secrets the current signing secret first, then those still accepted during a rotation
 * @param timeout how long an attempt waits for the answer
 * @param retrySchedule the pauses after the first, second, … failed attempt
 * @param sealedHeaders own request headers as a JSON object, encrypted like the secrets; null for none
 */
public record EndpointRecord(
        String id,
        long version,
        boolean deleted,
        String tenantId,
        String name,
        String url,
        String status,
        List<Subscription> subscriptions,
        List<SigningSecret> secrets,
        Duration timeout,
        List<Duration> retrySchedule,
        String sealedHeaders)
        implements CatalogRecord {

    public EndpointRecord {
        subscriptions = subscriptions == null ? List.of() : List.copyOf(subscriptions);
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
        retrySchedule = retrySchedule == null ? null : List.copyOf(retrySchedule);
    }

    public static EndpointRecord deleted(String id, long version, String tenantId) {
        return new EndpointRecord(id, version, true, tenantId, null, null, null, null, null, null, null, null);
    }

    /**
     * Which events the endpoint wants.
     *
     * @param eventType {@code order.created}, {@code order.*} or {@code *}
     * @param channels the event must carry one of these; null or empty for any event
     */
    public record Subscription(String id, String eventType, List<String> channels) {

        public Subscription {
            channels = channels == null ? List.of() : List.copyOf(channels);
        }
    }

    /**
     * A signing secret.
     *
     * @param sealed the secret ({@code whsec_…}), encrypted with the key that the services share
     * @param expiresAt when it stops being used; null for the current one
     */
    public record SigningSecret(String sealed, Instant expiresAt) {}
}
