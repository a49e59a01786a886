package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials;
import dev.posthorn.delivery.format.Content;
import dev.posthorn.delivery.format.Formats;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.signing.StandardWebhooks;
import dev.posthorn.foundation.id.AttemptId;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The request that is sent for an event, or for several: its headers and its body.
 *
 * @param shownHeaders the same headers without the values that may be secret
 */
record Webhook(Map<String, String> headers, Map<String, String> shownHeaders, byte[] body) {

    private static final String HIDDEN = "(hidden)";

    /**
     * Signed as one. The events go as a list where the endpoint asks for batches, even a single one, and else by itself.
     *
     * <p>For batching: {@code events} are in the order of the list; the {@code webhook-id} of a list is made of the events'
     * ids, so the same events make the same id in each retry; where the endpoint has {@code urls}, only events of one
     * {@link Endpoint#urlFor URL} belong in one request.
     *
     * @param events at least one; several only where {@link Endpoint#isBatching}
     */
    static Webhook of(List<AcceptedEvent> events, Endpoint endpoint, AttemptId attempt, Instant at, String userAgent) {
        AcceptedEvent first = events.getFirst();
        boolean list = endpoint.isBatching();
        if (!list && events.size() > 1) {
            throw new IllegalArgumentException("The endpoint did not ask for several events in one request");
        }
        String id = list ? BatchIds.of(events) : first.publicId();
        Content content = list
                ? Formats.several(endpoint.form().format(), events)
                : Formats.one(endpoint.form().format(), first);
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", content.type());
        headers.put("User-Agent", userAgent);
        headers.put(StandardWebhooks.ID, id);
        headers.put(StandardWebhooks.TIMESTAMP, Long.toString(at.getEpochSecond()));
        endpoint.form().scheme().sign(endpoint.signingKeys(), id, at, content.body(), headers::put);
        headers.put("traceparent", traceparent(first, attempt));
        headers.putAll(content.headers());
        var shown = new LinkedHashMap<>(headers);
        endpoint.headers().forEach((name, value) -> {
            headers.put(name, value);
            shown.put(name, HIDDEN);
        });
        switch (endpoint.form().credentials()) {
            case null -> {}
            case Credentials.Fixed fixed -> {
                headers.put(fixed.header(), fixed.value().reveal());
                shown.put(fixed.header(), HIDDEN);
            }
            // The token is fetched when the rest is ready.
            case Credentials.OAuth2 _ -> shown.put("Authorization", HIDDEN);
            case Credentials.MutualTls _ -> {}
        }
        return new Webhook(headers, shown, content.body());
    }

    /** W3C Trace Context §3.2: all attempts of an event are one trace. A batch goes by its first event. */
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
