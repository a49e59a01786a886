package dev.posthorn.system.tenant;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An endpoint in the making. */
public final class NewEndpoint {

    private final Tenant tenant;
    private final Map<String, Object> options = new HashMap<>();

    NewEndpoint(Tenant tenant, String url) {
        this.tenant = tenant;
        options.put("url", url);
    }

    public NewEndpoint named(String name) {
        options.put("name", name);
        return this;
    }

    /** After each failed attempt the next of these pauses; no pauses, no retries. */
    public NewEndpoint retriedAfter(Duration... pauses) {
        options.put(
                "retrySchedule", Arrays.stream(pauses).map(Duration::toString).toList());
        return this;
    }

    public NewEndpoint timingOutAfter(Duration timeout) {
        options.put("timeout", timeout.toString());
        return this;
    }

    public NewEndpoint onlyFor(String eventTypes) {
        options.put("subscriptions", List.of(Map.of("eventType", eventTypes)));
        return this;
    }

    public NewEndpoint onlyInChannel(String channel) {
        options.put("subscriptions", List.of(Map.of("eventType", "*", "channels", List.of(channel))));
        return this;
    }

    /** At most so many requests a second, over all instances. */
    public NewEndpoint rateLimit(int perSecond) {
        return with("rateLimit", perSecond);
    }

    /** At most so many requests at once. */
    public NewEndpoint concurrency(int atOnce) {
        return with("concurrency", atOnce);
    }

    /** {@code envelope}, {@code bare}, {@code xml}, {@code cloudevents} or {@code cloudevents-binary}. */
    public NewEndpoint format(String format) {
        return with("format", format);
    }

    /** {@code standard}, {@code standard-ed25519} or {@code hex}. */
    public NewEndpoint signature(String scheme) {
        return with("signature", Map.of("scheme", scheme));
    }

    /** The signature in a header of one's own choice. */
    public NewEndpoint hexSignatureIn(String header) {
        return with("signature", Map.of("scheme", "hex", "header", header));
    }

    public NewEndpoint batching(int maxEvents, Duration maxWait) {
        return with("batching", Map.of("maxEvents", maxEvents, "maxWait", maxWait.toString()));
    }

    public NewEndpoint batching(int maxEvents, Duration maxWait, int maxBytes) {
        return with("batching", Map.of("maxEvents", maxEvents, "maxWait", maxWait.toString(), "maxBytes", maxBytes));
    }

    /** {@code none}, {@code strict} or {@code key}. */
    public NewEndpoint ordering(String ordering) {
        return with("ordering", ordering);
    }

    /** {@code skip} or {@code block}. */
    public NewEndpoint onDeadLetter(String choice) {
        return with("onDeadLetter", choice);
    }

    public NewEndpoint region(String region) {
        return with("region", region);
    }

    /** From region to URL. */
    public NewEndpoint urls(Map<String, String> urls) {
        return with("urls", urls);
    }

    public NewEndpoint headers(Map<String, String> headers) {
        return with("headers", headers);
    }

    /** With {@code type} and what that type needs. */
    public NewEndpoint auth(Map<String, ?> auth) {
        return with("auth", auth);
    }

    public NewEndpoint basicAuth(String username, String password) {
        return auth(Map.of("type", "basic", "username", username, "password", password));
    }

    public NewEndpoint bearerAuth(String token) {
        return auth(Map.of("type", "bearer", "token", token));
    }

    public NewEndpoint apiKeyAuth(String header, String value) {
        return auth(Map.of("type", "apiKey", "header", header, "value", value));
    }

    public NewEndpoint oauth2(String tokenUrl, String clientId, String clientSecret) {
        return auth(Map.of("type", "oauth2", "tokenUrl", tokenUrl, "clientId", clientId, "clientSecret", clientSecret));
    }

    /** Both in PEM. */
    public NewEndpoint clientCertificate(String certificate, String privateKey) {
        return auth(Map.of("type", "mtls", "certificate", certificate, "privateKey", privateKey));
    }

    /** Any option by its name in the API. */
    public NewEndpoint with(String option, Object value) {
        options.put(option, value);
        return this;
    }

    /** Only events for which the expression is true. */
    public NewEndpoint filteredBy(String expression) {
        options.put("subscriptions", List.of(Map.of("eventType", "*", "filter", expression)));
        return this;
    }

    /** What is sent instead of the payload. */
    public NewEndpoint transformedBy(String expression) {
        options.put("subscriptions", List.of(Map.of("eventType", "*", "transform", expression)));
        return this;
    }

    /** Creates it, and returns its id when all services know it. */
    public String create() {
        var id = createUnnoticed();
        tenant.settled();
        return id;
    }

    /** Creates it without waiting for the other services. */
    public String createUnnoticed() {
        return tenant.api()
                .body(options)
                .post("/endpoints")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
