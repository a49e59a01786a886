package dev.posthorn.delivery.routing;

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
 * @param subscriptions in the order of their creation
 * @param headers own request headers
 * @param retrySchedule the pauses after the first, second, … failed attempt; null where it has none of its own
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
        RequestForm form,
        Pace pace,
        String region,
        Map<String, URI> urls) {

    public static final RequestForm DEFAULT_FORM = RequestForm.DEFAULT;
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

    /** The same with other subscriptions. */
    public Endpoint with(List<SubscriptionPattern> others) {
        return new Endpoint(
                id,
                version,
                tenantId,
                url,
                status,
                others,
                signingKeys,
                headers,
                timeout,
                retrySchedule,
                form,
                pace,
                region,
                urls);
    }

    /** Whether its subscriptions cannot be understood without evaluating something. */
    public boolean hasExpressions() {
        for (SubscriptionPattern subscription : subscriptions) {
            if (subscription.hasExpressions()) {
                return true;
            }
        }
        return false;
    }

    public boolean hasFilters() {
        for (SubscriptionPattern subscription : subscriptions) {
            if (subscription.filter() != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether events go as lists. */
    public boolean isBatching() {
        return pace.batching() != null;
    }

    /**
     * Where an event goes: to the URL of the event's region, else of the sending instance's, else to the one for all.
     *
     * @param regions the event's and the instance's; null where there is none
     */
    public URI urlFor(String... regions) {
        if (urls.isEmpty()) {
            return url;
        }
        for (String wanted : regions) {
            URI regional = wanted == null ? null : urls.get(wanted);
            if (regional != null) {
                return regional;
            }
        }
        return url;
    }
}
