package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Locale;

/** Whether an event waits for the one before it. */
@Schema(
        type = SchemaType.STRING,
        enumeration = {"none", "strict", "key"})
public enum Ordering {
    NONE,
    /** For every event before it. */
    STRICT,
    /** For those with the same ordering key. */
    KEY;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
