package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.foundation.id.AttemptId;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One HTTP request that was made for a delivery.
 *
 * @param exchange what was sent, and what came back
 */
public record Attempt(
        AttemptId id,
        Delivery delivery,
        Instant startedAt,
        Duration duration,
        AttemptOutcome outcome,
        NextStep next,
        Exchange exchange) {

    /**
     * @param requestHeaders without the values of the endpoint's own headers, which may be secret
     * @param responseHeaders null when no answer came
     * @param responseBody its beginning; null when no answer came
     */
    public record Exchange(
            String url, Map<String, String> requestHeaders, Map<String, String> responseHeaders, byte[] responseBody) {}
}
