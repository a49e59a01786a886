package dev.posthorn.contracts;

/**
 * An event type.
 *
 * @param id the type's name, such as {@code order.created}
 * @param schema the JSON Schema (2020-12) that payloads must meet, as JSON text; null when any payload is welcome
 * @param priority {@code high}, {@code normal} or {@code low}; null for normal
 */
public record EventTypeRecord(String id, long version, boolean deleted, String schema, String priority)
        implements CatalogRecord {

    public static EventTypeRecord deleted(String id, long version) {
        return new EventTypeRecord(id, version, true, null, null);
    }
}
