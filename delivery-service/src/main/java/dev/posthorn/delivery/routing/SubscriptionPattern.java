package dev.posthorn.delivery.routing;

import java.util.List;

/**
 * Which events a subscription wants: {@code order.created} that type, {@code order.*} all types below, {@code *} all.
 *
 * @param channels the event must carry one of these; empty for any event
 */
record SubscriptionPattern(String eventType, List<String> channels) {

    boolean matchesType(String type) {
        if (eventType.equals("*")) {
            return true;
        }
        if (eventType.endsWith(".*")) {
            return type.regionMatches(0, eventType, 0, eventType.length() - 1);
        }
        return eventType.equals(type);
    }
}
