package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Objects;
import java.util.UUID;

/** The id of a replay, written {@code rpl_…}. */
@Schema(type = SchemaType.STRING, examples = "rpl_01jd9k3m6pfrx8s0v1w2y3z4a5")
public record ReplayId(UUID value) implements Comparable<ReplayId> {

    private static final String PREFIX = "rpl";

    public ReplayId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static ReplayId next() {
        return new ReplayId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static ReplayId parse(String text) {
        return new ReplayId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(ReplayId other) {
        return value.compareTo(other.value);
    }
}
