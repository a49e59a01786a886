package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many requests are out to an endpoint at once: 1 to 1,000. */
@Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", examples = "4")
public record ConcurrencyLimit(@JsonValue int atOnce) {

    private static final int GREATEST = 1000;

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ConcurrencyLimit {
        if (atOnce < 1 || atOnce > GREATEST) {
            throw new IllegalArgumentException("A concurrency is from 1 to " + GREATEST + " requests at once");
        }
    }
}
