package dev.posthorn.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import java.net.ConnectException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The gateway's own answer when a service gives none, in the shape of all the API's errors.
 *
 * @param status 503 when the request has certainly not reached the service, 502 when that is unknown
 */
record GatewayError(int status, String message, String traceId) {

    private static final String CODE = "unavailable";

    static GatewayError of(Service service, Throwable failure, String traceparent) {
        var refused = failure instanceof ConnectException;
        var message = refused
                ? "The " + service.title() + " is not reachable at the moment"
                : "The " + service.title() + " did not complete its answer";
        return new GatewayError(refused ? 503 : 502, message, traceId(traceparent));
    }

    /** The caller's trace, when the request belongs to one: {@code 00-<trace>-<span>-<flags>}. */
    static String traceId(String traceparent) {
        var parts = traceparent == null ? new String[0] : traceparent.split("-");
        if (parts.length == 4 && parts[1].matches("[0-9a-f]{32}")) {
            return parts[1];
        }
        var bytes = new byte[16];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Buffer body() {
        return new JsonObject()
                .put("error", CODE)
                .put("message", message)
                .putNull("field")
                .put("timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("traceId", traceId)
                .toBuffer();
    }
}
