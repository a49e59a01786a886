package dev.posthorn.contracts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An endpoint with all that delivering to it needs. Null stands for Posthorn's default wherever an option was not set.
 *
 * @param status {@code enabled}, {@code paused} or {@code disabled}
 * @param subscriptions never empty: an endpoint without subscriptions of its own carries one for {@code *}
 * @param secrets the current signing secret first, then those still accepted during a rotation
 * @param timeout how long an attempt waits for the answer
 * @param retrySchedule the pauses after the first, second, … failed attempt
 * @param sealedHeaders own request headers as a JSON object, encrypted like the secrets; null for none
 * @param form how its requests look
 * @param pace how many requests it gets, and in which order
 * @param region only instances started for it deliver; null for any
 * @param urls by region; null when there is one URL for all
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
        String sealedHeaders,
        Form form,
        Pace pace,
        String region,
        Map<String, String> urls)
        implements CatalogRecord {

    public EndpointRecord {
        subscriptions = subscriptions == null ? List.of() : List.copyOf(subscriptions);
        secrets = secrets == null ? List.of() : List.copyOf(secrets);
        retrySchedule = retrySchedule == null ? null : List.copyOf(retrySchedule);
        urls = urls == null ? null : Map.copyOf(urls);
    }

    public static EndpointRecord deleted(String id, long version, String tenantId) {
        return new EndpointRecord(
                id, version, true, tenantId, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /**
     * Which events the endpoint wants.
     *
     * @param eventType {@code order.created}, {@code order.*} or {@code *}
     * @param channels the event must carry one of these; null or empty for any event
     * @param filter an expression that must hold for the event; null for any
     * @param transform an expression that makes the payload that is sent; null to send what was published
     */
    public record Subscription(String id, String eventType, List<String> channels, String filter, String transform) {

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

    /**
     * How the requests look.
     *
     * @param format {@code envelope}, {@code bare}, {@code xml}, {@code cloudevents} or {@code cloudevents-binary}
     * @param scheme {@code standard}, {@code standard-ed25519} or {@code hex}
     * @param signatureHeader of the scheme {@code hex}
     * @param sealedAuth the credentials as a JSON object, encrypted like the secrets; null for none
     */
    public record Form(String format, String scheme, String signatureHeader, String sealedAuth) {}

    /**
     * How many requests, and in which order.
     *
     * @param rateLimit requests per second; null for no limit
     * @param concurrency requests that are out at once; null for Posthorn's default
     * @param ordering {@code none}, {@code strict} or {@code key}
     * @param onDeadLetter {@code skip} or {@code block}
     */
    public record Pace(
            Integer rateLimit, Integer concurrency, Batching batching, String ordering, String onDeadLetter) {}

    /**
     * Several events in one request: it goes when one of these is reached.
     *
     * @param maxBytes of all payloads; null for Posthorn's default
     */
    public record Batching(int maxEvents, Duration maxWait, Long maxBytes) {}
}
