package dev.posthorn.delivery.format;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.routing.Format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes events in the format that an endpoint asks for. */
public final class Formats {

    static final String JSON = "application/json";

    private Formats() {}

    /** One event by itself. */
    public static Content one(Format format, AcceptedEvent event) {
        return switch (format) {
            case ENVELOPE -> new Content(JSON, Envelope.write(event));
            case BARE -> Bare.write(event);
            case XML -> new Content(Xml.TYPE, Xml.write(event));
            case CLOUDEVENTS -> new Content(CloudEvents.TYPE, CloudEvents.write(event));
            case CLOUDEVENTS_BINARY -> CloudEvents.writeBinary(event);
        };
    }

    /**
     * Events as one list, be it of a single one: a receiver that asked for batches always gets a list.
     *
     * @param events in their order, at least one
     */
    public static Content several(Format format, List<AcceptedEvent> events) {
        return switch (format) {
            case ENVELOPE -> new Content(JSON, array(events, Envelope::write));
            case BARE -> new Content(JSON, Bare.headersOf(events), array(events, AcceptedEvent::payload));
            case XML -> new Content(Xml.TYPE, Xml.writeAll(events));
            // The binary mode has no batches; the batched mode is its nearest (CloudEvents HTTP binding §3.3).
            case CLOUDEVENTS, CLOUDEVENTS_BINARY ->
                new Content(CloudEvents.BATCH_TYPE, array(events, CloudEvents::write));
        };
    }

    private static byte[] array(List<AcceptedEvent> events, Function<AcceptedEvent, byte[]> element) {
        int size =
                events.stream().mapToInt(event -> event.payload().length + 256).sum();
        var body = new ByteArrayOutputStream(size);
        int separator = '[';
        for (AcceptedEvent event : events) {
            body.write(separator);
            body.writeBytes(element.apply(event));
            separator = ',';
        }
        body.write(']');
        return body.toByteArray();
    }

    /** {@code before}, the payload as it is, and {@code after}. */
    static byte[] around(String before, byte[] payload, String after) {
        byte[] head = before.getBytes(StandardCharsets.UTF_8);
        byte[] tail = after.getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(head, head.length + payload.length + tail.length);
        System.arraycopy(payload, 0, body, head.length, payload.length);
        System.arraycopy(tail, 0, body, head.length + payload.length, tail.length);
        return body;
    }

    /** The format that a request was sent in, by the headers that are kept of it. */
    public static Format sentIn(Map<String, String> headers) {
        String type = headers.getOrDefault("Content-Type", JSON);
        if (type.startsWith("application/cloudevents")) {
            return Format.CLOUDEVENTS;
        }
        if (type.equals(Xml.TYPE)) {
            return Format.XML;
        }
        if (headers.containsKey(CloudEvents.SPEC_VERSION)) {
            return Format.CLOUDEVENTS_BINARY;
        }
        return headers.containsKey(Bare.EVENT_TYPE) ? Format.BARE : Format.ENVELOPE;
    }
}
