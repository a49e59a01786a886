package dev.posthorn.system.subscriber;

import java.net.http.HttpHeaders;
import java.time.Instant;

/** A request that arrived. */
public record Received(Instant at, String method, String path, HttpHeaders headers, String body) {

    /** Null when it had none of this name, which may be written in any case. */
    public String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    public String eventId() {
        return header("webhook-id");
    }

    /** Names the attempt: the second half of its id, as the parent of what the receiver does (W3C Trace Context). */
    public String span() {
        return header("traceparent").split("-")[2];
    }
}
