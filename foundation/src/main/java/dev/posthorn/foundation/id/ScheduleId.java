package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Objects;
import java.util.UUID;

/** The id of a recurring event, written {@code sch_…}. */
@Schema(type = SchemaType.STRING, examples = "sch_01jd9k3m6pfrx8s0v1w2y3z4a5")
public record ScheduleId(UUID value) implements Comparable<ScheduleId> {

    private static final String PREFIX = "sch";

    public ScheduleId {
        Objects.requireNonNull(value, "id is missing");
    }

    public static ScheduleId next() {
        return new ScheduleId(TypeId.next());
    }

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public static ScheduleId parse(String text) {
        return new ScheduleId(TypeId.read(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.write(PREFIX, value);
    }

    @Override
    public int compareTo(ScheduleId other) {
        return value.compareTo(other.value);
    }
}
