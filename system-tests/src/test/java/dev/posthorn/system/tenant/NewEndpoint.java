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

    public NewEndpoint inFormat(String format) {
        options.put("format", format);
        return this;
    }

    /** @param signature {@code scheme}, and {@code header} with {@code hex} */
    public NewEndpoint signedBy(Map<String, String> signature) {
        options.put("signature", signature);
        return this;
    }

    public NewEndpoint knownBy(Map<String, ?> auth) {
        options.put("auth", auth);
        return this;
    }

    public NewEndpoint in(String region) {
        options.put("region", region);
        return this;
    }

    public NewEndpoint withUrls(Map<String, String> urls) {
        options.put("urls", urls);
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
