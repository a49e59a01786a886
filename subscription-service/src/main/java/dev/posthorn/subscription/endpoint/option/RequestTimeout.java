package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** How long an attempt waits for the answer: 1 to 30 seconds. */
@Schema(type = SchemaType.STRING, format = "duration", examples = "PT5S")
public record RequestTimeout(@JsonValue Duration value) {

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration GREATEST = Duration.ofSeconds(30);

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public RequestTimeout {
        if (value.compareTo(LEAST) < 0 || value.compareTo(GREATEST) > 0) {
            throw new IllegalArgumentException("A timeout is from PT1S to PT30S");
        }
        value = value.truncatedTo(ChronoUnit.MILLIS);
    }
}
