package dev.posthorn.delivery.signing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Signs as Standard Webhooks 1.0 says ("Signature scheme"): HMAC-SHA256 or Ed25519 over id, timestamp and body. */
public final class StandardWebhooks {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    private StandardWebhooks() {}

    /**
     * The value of {@code webhook-signature}: one signature for each key that is in use, separated by spaces, so that a
     * receiver may hold the old or the new secret while a rotation overlaps.
     *
     * @param at the moment that {@code webhook-timestamp} tells, in seconds
     */
    public static String sign(List<SigningKey> keys, String id, Instant at, byte[] body) {
        byte[] head = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        var signatures = new StringBuilder();
        for (SigningKey key : keys) {
            if (key.isUsedAt(at)) {
                signatures
                        .append(signatures.isEmpty() ? "" : " ")
                        .append(key.version())
                        .append(',')
                        .append(Base64.getEncoder().encodeToString(key.sign(head, body)));
            }
        }
        return signatures.toString();
    }
}
