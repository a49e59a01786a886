package dev.posthorn.foundation.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The body of every error answer.
 *
 * @param field the field of the request at fault, such as {@code subscriptions[0].eventType}; null where none applies
 * @param traceId names this answer in the service's log
 */
@Schema(name = "Error", description = "What went wrong, where, and how to find it in the log")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ApiError(ErrorCode error, String message, String field, Instant timestamp, String traceId) {

    /** An answer of now, with a traceId of its own. */
    static ApiError of(ErrorCode error, String message, String field) {
        var random = ThreadLocalRandom.current();
        String traceId =
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        return new ApiError(error, message, field, Instant.now().truncatedTo(ChronoUnit.MILLIS), traceId);
    }
}
