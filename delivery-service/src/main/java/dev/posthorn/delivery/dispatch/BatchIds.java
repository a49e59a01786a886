package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.foundation.id.EventBatchId;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/** Ids for requests with several events. */
final class BatchIds {

    private BatchIds() {}

    /**
     * The same for the same events in any order, so that every retry has the one that the first request had, whoever makes
     * it. A UUIDv8 (RFC 9562 §5.8) of the SHA-256 of the sorted ids.
     */
    static String of(List<AcceptedEvent> events) {
        ByteBuffer digest = ByteBuffer.wrap(sha256(events));
        long high = digest.getLong() & ~0xf000L | 0x8000L;
        long low = digest.getLong() & ~(3L << 62) | 2L << 62;
        return new EventBatchId(new UUID(high, low)).toString();
    }

    private static byte[] sha256(List<AcceptedEvent> events) {
        ByteBuffer ids = ByteBuffer.allocate(events.size() * 16);
        events.stream()
                .map(event -> event.id().value())
                .sorted()
                .forEach(id -> ids.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()));
        try {
            return MessageDigest.getInstance("SHA-256").digest(ids.array());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
