package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Trigger;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;

import java.time.Instant;
import java.util.List;

/** Deliveries for tests, to one endpoint. */
final class Events {

    final EndpointId endpoint = EndpointId.next();

    Delivery accepted(Instant at) {
        return accepted(at, 2, EventOptions.NONE, Trigger.FIRST);
    }

    Delivery accepted(Instant at, int payload) {
        return accepted(at, payload, EventOptions.NONE, Trigger.FIRST);
    }

    Delivery withPriority(Instant at, Priority priority) {
        return accepted(at, 2, new EventOptions(priority, null, null, null), Trigger.FIRST);
    }

    Delivery withOptions(Instant at, Instant deliverAt, String region) {
        return accepted(at, 2, new EventOptions(Priority.NORMAL, null, deliverAt, region), Trigger.FIRST);
    }

    Delivery triggeredBy(Trigger trigger, Instant at) {
        return accepted(at, 2, EventOptions.NONE, trigger);
    }

    private Delivery accepted(Instant at, int payload, EventOptions options, Trigger trigger) {
        byte[] json = ("{" + " ".repeat(payload - 2) + "}").getBytes();
        var event =
                new AcceptedEvent(EventId.next(), "t", null, "a.b", List.of(), at, json, List.of(endpoint), options);
        return new Delivery(event, endpoint, 1, 0, trigger, null);
    }
}
