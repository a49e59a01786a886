package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Objects;
import java.util.UUID;

/** The id of an event, written {@code evt_…}. */
@Schema(type = SchemaType.STRING, examples = "evt_01jd9k3m6pfrx8s0v1w2y3z4a5")
public record EventId(UUID value) implements Comparable<EventId> {

    private static final String PREFIX = "evt";

    public EventId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static EventId next() {
        return new EventId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static EventId parse(String text) {
        return new EventId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(EventId other) {
        return value.compareTo(other.value);
    }
}
