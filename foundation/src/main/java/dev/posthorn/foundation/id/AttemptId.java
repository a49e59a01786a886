package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Objects;
import java.util.UUID;

/** The id of an attempt, written {@code atm_…}. */
@Schema(type = SchemaType.STRING, examples = "atm_01jd9k3m6pfrx8s0v1w2y3z4a5")
public record AttemptId(UUID value) implements Comparable<AttemptId> {

    private static final String PREFIX = "atm";

    public AttemptId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static AttemptId next() {
        return new AttemptId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static AttemptId parse(String text) {
        return new AttemptId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(AttemptId other) {
        return value.compareTo(other.value);
    }
}
