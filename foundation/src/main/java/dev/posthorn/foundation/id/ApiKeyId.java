package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Objects;
import java.util.UUID;

/** The id of an API key, written {@code key_…}. */
@Schema(type = SchemaType.STRING, examples = "key_01jd9k3m6pfrx8s0v1w2y3z4a5")
public record ApiKeyId(UUID value) implements Comparable<ApiKeyId> {

    private static final String PREFIX = "key";

    public ApiKeyId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static ApiKeyId next() {
        return new ApiKeyId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static ApiKeyId parse(String text) {
        return new ApiKeyId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(ApiKeyId other) {
        return value.compareTo(other.value);
    }
}
