package dev.posthorn.delivery.event;

import dev.posthorn.foundation.error.ApiException;

import java.time.Duration;
import java.time.Instant;

/**
 * How far ahead an event may be scheduled: retention drops the whole day that it was published on, so that its last retry,
 * a day after its time, must come before that.
 */
final class DeliverAtRule {

    private static final Duration FOR_RETRIES = Duration.ofDays(2);

    private final Duration longest;

    /** @param retention how long events are kept */
    DeliverAtRule(Duration retention) {
        Duration left = retention.minus(FOR_RETRIES);
        this.longest = left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * @param field its name, as the publisher wrote it
     * @return null for at once, which a time that is over means too
     * @throws ApiException 422 when it is too far ahead
     */
    Instant check(Instant deliverAt, Instant now, String field) {
        if (!deliverAt.isAfter(now)) {
            return null;
        }
        if (deliverAt.isAfter(now.plus(longest))) {
            throw ApiException.invalid(
                    field,
                    "Field %s must be at most %s ahead, since events are not kept for longer"
                            .formatted(field, inWords(longest)));
        }
        return deliverAt;
    }

    private static String inWords(Duration duration) {
        return duration.toDays() > 0 ? duration.toDays() + " days" : duration.toString();
    }
}
