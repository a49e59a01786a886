package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Locale;

/** How an event is written into a request. */
@Schema(
        type = SchemaType.STRING,
        enumeration = {"envelope", "bare", "xml", "cloudevents", "cloudevents-binary"})
public enum Format {
    /** JSON with id, type, timestamp and data. */
    ENVELOPE,
    /** The payload, as it was published. */
    BARE,
    XML,
    /** CloudEvents 1.0, structured: JSON. */
    CLOUDEVENTS,
    /** CloudEvents 1.0, binary: attributes as headers. */
    CLOUDEVENTS_BINARY;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
