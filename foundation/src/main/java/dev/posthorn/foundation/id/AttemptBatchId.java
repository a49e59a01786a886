package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Objects;
import java.util.UUID;

/** The id of a batch of attempt outcomes, written {@code atb_…}. */
public record AttemptBatchId(UUID value) implements Comparable<AttemptBatchId> {

    private static final String PREFIX = "atb";

    public AttemptBatchId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static AttemptBatchId next() {
        return new AttemptBatchId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static AttemptBatchId parse(String text) {
        return new AttemptBatchId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(AttemptBatchId other) {
        return value.compareTo(other.value);
    }
}
