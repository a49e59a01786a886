package dev.posthorn.delivery.format;

import dev.posthorn.delivery.ledger.AcceptedEvent;

import java.time.temporal.ChronoUnit;

/** {@code {"id", "type", "timestamp", "data"}} around the payload. */
final class Envelope {

    private Envelope() {}

    /** The id and the type hold no character that JSON would escape: they were checked when they were accepted. */
    static byte[] write(AcceptedEvent event) {
        return Formats.around(
                "{\"id\":\"" + event.publicId() + "\",\"type\":\"" + event.type() + "\",\"timestamp\":\""
                        + event.createdAt().truncatedTo(ChronoUnit.MILLIS) + "\",\"data\":",
                event.payload(),
                "}");
    }
}
