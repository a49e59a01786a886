package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Objects;
import java.util.UUID;

/** The id of a dead letter, written {@code dl_…}. */
@Schema(type = SchemaType.STRING, examples = "dl_01jd9k3m6pfrx8s0v1w2y3z4a5")
public record DeadLetterId(UUID value) implements Comparable<DeadLetterId> {

    private static final String PREFIX = "dl";

    public DeadLetterId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static DeadLetterId next() {
        return new DeadLetterId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static DeadLetterId parse(String text) {
        return new DeadLetterId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(DeadLetterId other) {
        return value.compareTo(other.value);
    }
}
