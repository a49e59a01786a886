package dev.posthorn.foundation.idempotency;

import com.fasterxml.jackson.databind.util.RawValue;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * An answer as it is kept for repeats.
 *
 * @param location the header {@code Location}; null without one
 * @param body JSON; null for none
 */
public record IdempotentAnswer(int status, String location, String body) {

    public static final String REPLAYED = "Idempotent-Replayed";

    /** The first answer again, to the letter. */
    public RestResponse<Object> replay() {
        RestResponse.ResponseBuilder<Object> response = RestResponse.ResponseBuilder.create(status);
        response.header(REPLAYED, "true");
        if (location != null) {
            response.header(HttpHeaders.LOCATION, location);
        }
        if (body != null) {
            response.entity(new RawValue(body));
        }
        return response.build();
    }

    /** Answers may hold what is shown once, such as an API key. */
    @Override
    public String toString() {
        return "IdempotentAnswer[" + status + "]";
    }
}
