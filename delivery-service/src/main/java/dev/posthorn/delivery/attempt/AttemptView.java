package dev.posthorn.delivery.attempt;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** An attempt as the API shows it; request and response only when a single one is looked at. */
@Schema(name = "Attempt")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AttemptView(
        String id,
        String eventId,
        String endpointId,
        String eventType,
        int number,

        @Schema(enumeration = {"first", "retry", "manual", "replay", "test", "probe"})
        String trigger,

        Instant startedAt,

        @Schema(implementation = String.class, examples = "PT0.021S")
        Duration duration,

        @Schema(enumeration = {"succeeded", "rejected", "timeout", "connection", "tls", "dns", "blocked"})
        String outcome,

        Integer statusCode,
        String error,
        @JsonInclude(JsonInclude.Include.NON_NULL) Request request,
        @JsonInclude(JsonInclude.Include.NON_NULL) Response response) {

    AttemptView withRequestBody(String body) {
        return new AttemptView(
                id,
                eventId,
                endpointId,
                eventType,
                number,
                trigger,
                startedAt,
                duration,
                outcome,
                statusCode,
                error,
                new Request(request.url(), request.headers(), body),
                response);
    }

    /** @param headers those of the endpoint's own without their values */
    @Schema(name = "AttemptRequest")
    public record Request(String url, Map<String, String> headers, String body) {}

    /** @param body its beginning, read as UTF-8 */
    @Schema(name = "AttemptResponse")
    public record Response(Map<String, String> headers, String body) {}
}
