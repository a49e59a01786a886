package dev.posthorn.contracts;

import java.time.Duration;
import java.util.List;

/**
 * An event type.
 *
 * @param id the type's name, such as {@code order.created}
 * @param schema the JSON Schema (2020-12) that payloads must meet, as JSON text; null when any payload is welcome
 * @param priority {@code high}, {@code normal} or {@code low}; null for normal
 * @param retrySchedule the pauses after the first, second, … failed attempt, where an endpoint has none of its own; null
 *     for Posthorn's default
 * @param samplePayload a payload as it might be, as JSON text; null when there is none
 */
public record EventTypeRecord(
        String id,
        long version,
        boolean deleted,
        String schema,
        String priority,
        List<Duration> retrySchedule,
        String samplePayload)
        implements CatalogRecord {

    public static EventTypeRecord deleted(String id, long version) {
        return new EventTypeRecord(id, version, true, null, null, null, null);
    }
}
