package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Objects;
import java.util.UUID;

/** The id of a subscription, written {@code sub_…}. */
@Schema(type = SchemaType.STRING, examples = "sub_01jd9k3m6pfrx8s0v1w2y3z4a5")
public record SubscriptionId(UUID value) implements Comparable<SubscriptionId> {

    private static final String PREFIX = "sub";

    public SubscriptionId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static SubscriptionId next() {
        return new SubscriptionId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static SubscriptionId parse(String text) {
        return new SubscriptionId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(SubscriptionId other) {
        return value.compareTo(other.value);
    }
}
