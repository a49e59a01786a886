package dev.posthorn.subscription.endpoint.option;

import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Several events in one request. It goes as soon as one of these is reached.
 *
 * @param maxBytes of all payloads; null for Posthorn's default
 */
public record Batching(
        @Schema(required = true, minimum = "1", maximum = "1000", examples = "100")
        Integer maxEvents,

        @Schema(
                required = true,
                type = SchemaType.STRING,
                format = "duration",
                examples = "PT1S",
                description = "How long the first event waits for more, from PT0S to PT300S")
        Duration maxWait,

        @Schema(minimum = "1024", maximum = "8388608", description = "Of all payloads; null for Posthorn's default")
        Long maxBytes) {

    private static final int MOST_EVENTS = 1000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(300);
    private static final long FEWEST_BYTES = 1024;
    private static final long MOST_BYTES = 8 * 1024 * 1024;

    /** @throws ApiException 422 with the field */
    public Batching {
        if (maxEvents == null) {
            throw ApiException.missing("batching.maxEvents");
        }
        if (maxEvents < 1 || maxEvents > MOST_EVENTS) {
            throw ApiException.invalid("batching.maxEvents", "A batch has from 1 to " + MOST_EVENTS + " events");
        }
        if (maxWait == null) {
            throw ApiException.missing("batching.maxWait");
        }
        if (maxWait.isNegative() || maxWait.compareTo(LONGEST_WAIT) > 0) {
            throw ApiException.invalid("batching.maxWait", "A batch waits from PT0S to PT300S for more events");
        }
        if (maxBytes != null && (maxBytes < FEWEST_BYTES || maxBytes > MOST_BYTES)) {
            throw ApiException.invalid(
                    "batching.maxBytes",
                    "A batch has from " + FEWEST_BYTES + " (1 KiB) to " + MOST_BYTES + " (8 MiB) bytes of payloads");
        }
        maxWait = maxWait.truncatedTo(ChronoUnit.MILLIS);
    }
}
