package dev.posthorn.delivery.retry;

import java.time.Instant;

/** What becomes of a delivery after an attempt. */
public sealed interface NextStep {

    /** The delivery's status from now on, as the API names it. */
    String deliveryStatus();

    record Complete() implements NextStep {

        @Override
        public String deliveryStatus() {
            return "succeeded";
        }
    }

    record RetryAt(Instant at) implements NextStep {

        @Override
        public String deliveryStatus() {
            return "retrying";
        }
    }

    /**
     * @param reason {@code attempts_exhausted}, {@code gone}, {@code endpoint_disabled}, {@code endpoint_deleted}, {@code
     *     payload_expunged}, {@code filter_failed}, {@code transform_failed} or {@code
     *     not_wanted}
     */
    record DeadLetter(String reason) implements NextStep {

        public static final String ATTEMPTS_EXHAUSTED = "attempts_exhausted";
        public static final String GONE = "gone";
        public static final String ENDPOINT_DISABLED = "endpoint_disabled";
        public static final String ENDPOINT_DELETED = "endpoint_deleted";
        public static final String PAYLOAD_EXPUNGED = "payload_expunged";
        public static final String FILTER_FAILED = "filter_failed";
        public static final String TRANSFORM_FAILED = "transform_failed";
        public static final String NOT_WANTED = "not_wanted";

        @Override
        public String deliveryStatus() {
            return "dead";
        }
    }
}
