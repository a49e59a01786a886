package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.subscription.eventtype.EventTypeName;
import dev.posthorn.subscription.eventtype.EventTypes;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Refuses subscriptions to event types that do not exist, which are mostly typing errors. */
@ApplicationScoped
class SubscriptionRules {

    private final EventTypes eventTypes;

    SubscriptionRules(EventTypes eventTypes) {
        this.eventTypes = eventTypes;
    }

    /** @param known are there already, and stay when their type is deleted */
    void check(List<SubscriptionOptions> wanted, Collection<SubscriptionOptions> known) {
        Set<String> unknown = unknownAmong(
                wanted.stream().filter(options -> !known.contains(options)).toList());
        for (int at = 0; at < wanted.size(); at++) {
            if (unknown.contains(wanted.get(at).eventType().value()) && !known.contains(wanted.get(at))) {
                throw refusal("subscriptions[" + at + "].eventType", wanted.get(at));
            }
        }
    }

    void check(SubscriptionOptions wanted) {
        if (!unknownAmong(List.of(wanted)).isEmpty()) {
            throw refusal("eventType", wanted);
        }
    }

    private Set<String> unknownAmong(List<SubscriptionOptions> subscriptions) {
        return eventTypes.unknownAmong(subscriptions.stream()
                .map(options -> options.eventType().exactName())
                .flatMap(Optional::stream)
                .map(EventTypeName::value)
                .toList());
    }

    private static ApiException refusal(String field, SubscriptionOptions wanted) {
        return ApiException.invalid(field, "There is no event type " + wanted.eventType());
    }
}
