package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Objects;
import java.util.UUID;

/** The id of a request with several events, written {@code evb_…}. */
public record EventBatchId(UUID value) implements Comparable<EventBatchId> {

    private static final String PREFIX = "evb";

    public EventBatchId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static EventBatchId next() {
        return new EventBatchId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static EventBatchId parse(String text) {
        return new EventBatchId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(EventBatchId other) {
        return value.compareTo(other.value);
    }
}
