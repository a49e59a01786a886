package dev.posthorn.delivery.routing;

import dev.posthorn.foundation.expression.ExpressionException;
import dev.posthorn.foundation.expression.ExpressionInput;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What an endpoint's subscriptions say of an event: the first one that wants it decides, in the order of their creation. */
public sealed interface Choice {

    /** For all of an endpoint's filters together. */
    Duration LONGEST = Duration.ofMillis(500);

    record Wanted(SubscriptionPattern subscription) implements Choice {}

    /** No subscription wants it. @param filtered since a filter refused it; some want its type */
    record Unwanted(boolean filtered) implements Choice {}

    /**
     * None wants it, but a filter failed, so that nobody can tell.
     *
     * @param message for the filter's author
     */
    record Undecided(SubscriptionPattern subscription, String message) implements Choice {}

    /** Whether a filter keeps the event back. */
    default boolean isRefusal() {
        return this instanceof Unwanted(boolean filtered) && filtered;
    }

    /**
     * @param input asked for only when there is a filter to evaluate
     * @throws IllegalStateException when there is, and this is a virtual thread
     */
    static Choice of(
            List<SubscriptionPattern> subscriptions,
            String type,
            List<String> channels,
            Supplier<ExpressionInput> input) {
        long begin = System.nanoTime();
        Choice otherwise = new Unwanted(false);
        for (SubscriptionPattern subscription : subscriptions) {
            if (!subscription.matches(type, channels)) {
                continue;
            }
            if (System.nanoTime() - begin > LONGEST.toNanos()) {
                return new Undecided(
                        subscription, "The endpoint's filters take longer than " + LONGEST.toMillis() + " ms");
            }
            try {
                if (subscription.filter() == null || subscription.filter().test(input.get())) {
                    return new Wanted(subscription);
                }
                otherwise = otherwise instanceof Undecided ? otherwise : new Unwanted(true);
            } catch (ExpressionException e) {
                otherwise = otherwise instanceof Undecided ? otherwise : new Undecided(subscription, e.getMessage());
            }
        }
        return otherwise;
    }
}
