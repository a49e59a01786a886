package dev.posthorn.delivery.format;

import dev.posthorn.delivery.ledger.AcceptedEvent;

import java.util.List;
import java.util.Map;

/** The payload alone. Its id is in {@code webhook-id}, as always, and its type in a header of its own. */
final class Bare {

    static final String EVENT_TYPE = "webhook-event-type";

    private Bare() {}

    static Content write(AcceptedEvent event) {
        return new Content(Formats.JSON, Map.of(EVENT_TYPE, event.type()), event.payload());
    }

    /** Of a batch: a thousand types would be more than servers take in a header. */
    static Map<String, String> headersOf(List<AcceptedEvent> events) {
        String type = events.getFirst().type();
        return Map.of(EVENT_TYPE, events.stream().allMatch(event -> event.type().equals(type)) ? type : "*");
    }
}
