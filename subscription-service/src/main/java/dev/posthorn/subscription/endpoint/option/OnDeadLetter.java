package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Locale;

/** What becomes of the events behind one that used up its attempts, where they are sent in order. */
@Schema(
        type = SchemaType.STRING,
        enumeration = {"skip", "block"})
public enum OnDeadLetter {
    /** They go on. */
    SKIP,
    /** They wait until somebody replays or discards it. */
    BLOCK;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
