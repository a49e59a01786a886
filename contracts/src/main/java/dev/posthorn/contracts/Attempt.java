package dev.posthorn.contracts;

import java.time.Duration;
import java.time.Instant;

/**
 * One HTTP request made for a delivery, as the statistics need it.
 *
 * @param id the attempt's TypeID ({@code atm_…})
 * @param number counts the attempts of this delivery, from 1
 * @param trigger {@code first}, {@code retry}, {@code manual}, {@code replay}, {@code test} or {@code probe}
 * @param outcome {@code succeeded}, {@code rejected}, {@code timeout}, {@code connection}, {@code tls}, {@code dns} or
 *     {@code blocked}
 * @param statusCode the HTTP status; null when no answer came
 * @param acceptedAt when the event was accepted (for a replayed delivery: when the replay was asked for)
 * @param duration from the start of the request to its end
 * @param delivery what the delivery is now: {@code succeeded}, {@code retrying} or {@code dead}
 * @param error one sentence for people; null on success
 */
public record Attempt(
        String id,
        String tenantId,
        String endpointId,
        String eventId,
        String eventType,
        int number,
        String trigger,
        String outcome,
        Integer statusCode,
        Instant acceptedAt,
        Instant startedAt,
        Duration duration,
        String delivery,
        String error) {}
