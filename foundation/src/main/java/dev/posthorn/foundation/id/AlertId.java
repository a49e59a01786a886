package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Objects;
import java.util.UUID;

/** The id of an alert, written {@code alt_…}. */
@Schema(type = SchemaType.STRING, examples = "alt_01jd9k3m6pfrx8s0v1w2y3z4a5")
public record AlertId(UUID value) implements Comparable<AlertId> {

    private static final String PREFIX = "alt";

    public AlertId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static AlertId next() {
        return new AlertId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static AlertId parse(String text) {
        return new AlertId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(AlertId other) {
        return value.compareTo(other.value);
    }
}
