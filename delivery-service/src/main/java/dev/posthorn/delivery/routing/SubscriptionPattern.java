package dev.posthorn.delivery.routing;

import dev.posthorn.foundation.expression.Expression;

import java.util.List;

/**
 * Which events a subscription wants: {@code order.created} that type, {@code order.*} all types below, {@code *} all.
 *
 * @param id null for the one that stands for all events
 * @param channels the event must carry one of these; empty for any event
 * @param filter must hold for the event; null for any
 * @param transform makes the payload that is sent; null to send what was published
 */
public record SubscriptionPattern(
        String id, String eventType, List<String> channels, Expression filter, Expression transform) {

    boolean matchesType(String type) {
        if (eventType.equals("*")) {
            return true;
        }
        if (eventType.endsWith(".*")) {
            return type.regionMatches(0, eventType, 0, eventType.length() - 1);
        }
        return eventType.equals(type);
    }

    /** Whether the event is wanted if the filter holds. */
    boolean matches(String type, List<String> carried) {
        return matchesType(type) && (channels.isEmpty() || carried.stream().anyMatch(channels::contains));
    }

    boolean hasExpressions() {
        return filter != null || transform != null;
    }
}
