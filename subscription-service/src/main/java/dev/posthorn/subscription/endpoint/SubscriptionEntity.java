package dev.posthorn.subscription.endpoint;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.foundation.id.SubscriptionId;
import dev.posthorn.subscription.endpoint.option.Channel;
import dev.posthorn.subscription.endpoint.option.EventExpression;
import dev.posthorn.subscription.eventtype.EventTypePattern;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A subscription's row. */
@Entity
@Table(name = "subscription")
class SubscriptionEntity {

    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private EndpointEntity endpoint;

    private String eventType;
    private List<String> channels;
    private String filter;
    private String transform;
    private Instant createdAt;

    protected SubscriptionEntity() {}

    static SubscriptionEntity create(EndpointEntity endpoint, SubscriptionOptions options, Instant now) {
        var subscription = new SubscriptionEntity();
        subscription.id = SubscriptionId.next().value();
        subscription.endpoint = endpoint;
        subscription.createdAt = now;
        subscription.change(options);
        return subscription;
    }

    void change(SubscriptionOptions options) {
        eventType = options.eventType().value();
        channels = options.channels().stream().map(Channel::value).toList();
        filter = EventExpression.textOf(options.filter());
        transform = EventExpression.textOf(options.transform());
    }

    SubscriptionId id() {
        return new SubscriptionId(id);
    }

    SubscriptionOptions options() {
        return new SubscriptionOptions(
                new EventTypePattern(eventType),
                channels.stream().map(Channel::new).toList(),
                EventExpression.stored(filter),
                EventExpression.stored(transform));
    }

    Subscription view() {
        SubscriptionOptions options = options();
        return new Subscription(id(), options.eventType(), options.channels(), options.filter(), options.transform());
    }

    EndpointRecord.Subscription toRecord() {
        return new EndpointRecord.Subscription(id().toString(), eventType, channels, filter, transform);
    }
}
