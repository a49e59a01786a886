package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.id.SubscriptionId;
import dev.posthorn.subscription.endpoint.option.Channel;
import dev.posthorn.subscription.endpoint.option.EventExpression;
import dev.posthorn.subscription.eventtype.EventTypePattern;

import java.util.List;

/** A subscription, as the API shows it. */
public record Subscription(
        SubscriptionId id,
        EventTypePattern eventType,
        List<Channel> channels,
        EventExpression filter,
        EventExpression transform) {}
