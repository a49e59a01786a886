package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Locale;

/** Whether an endpoint gets what it subscribed to. */
@Schema(
        type = SchemaType.STRING,
        enumeration = {"enabled", "paused", "disabled"})
public enum EndpointStatus {
    ENABLED,
    /** Events wait. */
    PAUSED,
    /** Events are kept, and not sent. */
    DISABLED;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
