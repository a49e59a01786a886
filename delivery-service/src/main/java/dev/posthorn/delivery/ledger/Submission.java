package dev.posthorn.delivery.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What one publishing request asks to keep: all of its events in one commit, or none.
 *
 * @param idempotencyKey null when the publisher gave none
 */
public record Submission(List<Entry> entries, Key idempotencyKey, CompletableFuture<List<Acceptance>> answer) {

    public Submission(List<Entry> entries, Key idempotencyKey) {
        this(List.copyOf(entries), idempotencyKey, new CompletableFuture<>());
    }

    /**
     * An event, with the key that its publisher's own id makes.
     *
     * @param key null when the publisher gave no id
     */
    public record Entry(AcceptedEvent event, Key key) {}

    /**
     * Something that must be new to its tenant.
     *
     * @param fingerprint of the request; the same one under the same key is a repetition
     */
    public record Key(String tenantId, String text, String fingerprint) {

        public static Key ofExternalId(String tenantId, String externalId, String fingerprint) {
            return new Key(tenantId, "id:" + externalId, fingerprint);
        }

        public static Key ofIdempotencyKey(String tenantId, String key, String fingerprint) {
            return new Key(tenantId, "idempotency:" + key, fingerprint);
        }

        String identity() {
            return tenantId + "\n" + text;
        }
    }
}
