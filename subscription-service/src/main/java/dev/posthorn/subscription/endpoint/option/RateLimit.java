package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many requests an endpoint gets a second, over all instances: 1 to 10,000. */
@Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "10000", examples = "50")
public record RateLimit(@JsonValue int perSecond) {

    private static final int GREATEST = 10_000;

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RateLimit {
        if (perSecond < 1 || perSecond > GREATEST) {
            throw new IllegalArgumentException("A rate limit is from 1 to " + GREATEST + " requests per second");
        }
    }
}
