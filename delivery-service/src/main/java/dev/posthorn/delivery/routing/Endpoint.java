package dev.posthorn.delivery.routing;

import dev.posthorn.contracts.EndpointRecord.Form;
import dev.posthorn.contracts.EndpointRecord.Pace;
import dev.posthorn.delivery.signing.SigningKey;
import dev.posthorn.foundation.id.EndpointId;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An endpoint as delivering needs it.
 *
 * @param version the catalog's, which tells whether it changed
 * @param headers own request headers
 * @param retrySchedule the pauses after the first, second, … failed attempt
 * @param region only instances started for it deliver; null for any
 * @param urls by region; empty when {@code url} is for all
 */
public record Endpoint(
        EndpointId id,
        long version,
        String tenantId,
        URI url,
        Status status,
        List<SubscriptionPattern> subscriptions,
        List<SigningKey> signingKeys,
        Map<String, String> headers,
        Duration timeout,
        List<Duration> retrySchedule,
        Form form,
        Pace pace,
        String region,
        Map<String, URI> urls) {

    public static final Form DEFAULT_FORM = new Form("envelope", "standard", null, null);
    public static final Pace DEFAULT_PACE = new Pace(null, null, null, "none", "skip");

    /** Whether events are matched and sent. */
    public enum Status {
        /** Matched and sent. */
        ENABLED,
        /** Matched; deliveries wait. */
        PAUSED,
        /** Neither: events are kept, to be replayed later. */
        DISABLED
    }

    /**
     * The ordered lane of an event that goes to it: events of one lane go one after another.
     *
     * @param orderingKey the event's; null for none
     * @return the lane's key, empty for the one that all its events share; null when the event needs no order
     */
    public String laneOf(String orderingKey) {
        if ("strict".equals(pace.ordering())) {
            return "";
        }
        return "key".equals(pace.ordering()) ? orderingKey : null;
    }

    /** Whether a dead letter holds up those behind it. */
    public boolean blocksOnDeadLetter() {
        boolean ordered = "strict".equals(pace.ordering()) || "key".equals(pace.ordering());
        return ordered && "block".equals(pace.onDeadLetter());
    }

    public boolean isTls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    public int port() {
        return url.getPort() >= 0 ? url.getPort() : isTls() ? 443 : 80;
    }
}
