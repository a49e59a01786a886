package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.signing.StandardWebhooks;
import dev.posthorn.foundation.id.AttemptId;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The request that is sent for an event: its headers and its body.
 *
 * @param shownHeaders the same headers without the values of the endpoint's own, which may be secret
 */
record Webhook(Map<String, String> headers, Map<String, String> shownHeaders, byte[] body) {

    private static final String HIDDEN = "(hidden)";

    static Webhook of(AcceptedEvent event, Endpoint endpoint, AttemptId attempt, Instant at, String userAgent) {
        byte[] body = Envelope.write(event.publicId(), event.type(), event.createdAt(), event.payload());
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", userAgent);
        headers.put(StandardWebhooks.ID, event.publicId());
        headers.put(StandardWebhooks.TIMESTAMP, Long.toString(at.getEpochSecond()));
        headers.put(
                StandardWebhooks.SIGNATURE, StandardWebhooks.sign(endpoint.signingKeys(), event.publicId(), at, body));
        headers.put("traceparent", traceparent(event, attempt));
        var shown = new LinkedHashMap<>(headers);
        endpoint.headers().forEach((name, value) -> {
            headers.put(name, value);
            shown.put(name, HIDDEN);
        });
        return new Webhook(headers, shown, body);
    }

    /** W3C Trace Context §3.2: all attempts of an event are one trace. */
    private static String traceparent(AcceptedEvent event, AttemptId attempt) {
        HexFormat hex = HexFormat.of();
        return "00-"
                + hex.toHexDigits(event.id().value().getMostSignificantBits())
                + hex.toHexDigits(event.id().value().getLeastSignificantBits())
                + "-"
                + hex.toHexDigits(attempt.value().getLeastSignificantBits())
                + "-01";
    }
}
