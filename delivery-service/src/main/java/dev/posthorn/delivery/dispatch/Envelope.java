package dev.posthorn.delivery.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** The body that endpoints receive: {@code {"id", "type", "timestamp", "data"}} around the payload. */
public final class Envelope {

    private Envelope() {}

    /**
     * The payload's bytes stay as they were published. The id and the type hold no character that JSON would escape: they
     * were checked when they were accepted.
     */
    public static byte[] write(String publicId, String type, Instant createdAt, byte[] payload) {
        String text = "{\"id\":\"" + publicId + "\",\"type\":\"" + type + "\",\"timestamp\":\""
                + createdAt.truncatedTo(ChronoUnit.MILLIS) + "\",\"data\":";
        byte[] head = text.getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(head, head.length + payload.length + 1);
        System.arraycopy(payload, 0, body, head.length, payload.length);
        body[body.length - 1] = '}';
        return body;
    }
}
