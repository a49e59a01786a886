package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Objects;
import java.util.UUID;

/** The id of an endpoint, written {@code ep_…}. */
@Schema(type = SchemaType.STRING, examples = "ep_01jd9k3m6pfrx8s0v1w2y3z4a5")
public record EndpointId(UUID value) implements Comparable<EndpointId> {

    private static final String PREFIX = "ep";

    public EndpointId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static EndpointId next() {
        return new EndpointId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static EndpointId parse(String text) {
        return new EndpointId(TypeId.read(PREFIX, text));
    }

    /** For where an endpoint may be left open. */
    public static UUID valueOrNull(EndpointId idOrNull) {
        return idOrNull == null ? null : idOrNull.value;
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(EndpointId other) {
        return value.compareTo(other.value);
    }
}
