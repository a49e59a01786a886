package dev.posthorn.delivery.dispatch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The body that endpoints receive: {@code {"id", "type", "timestamp", "data"}} around the payload. */
public final class Envelope {

    private Envelope() {}

    /**
     * The payload's bytes stay as they were published. The id and the type hold no character that JSON would escape: they
     * were checked when they were accepted.
     */
    public static byte[] write(String publicId, String type, Instant createdAt, byte[] payload) {
        byte[] head = "{\"id\":\"%s\",\"type\":\"%s\",\"timestamp\":\"%s\",\"data\":"
                .formatted(publicId, type, createdAt.truncatedTo(ChronoUnit.MILLIS))
                .getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream(head.length + payload.length + 1);
        body.writeBytes(head);
        body.writeBytes(payload);
        body.write('}');
        return body.toByteArray();
    }
}
