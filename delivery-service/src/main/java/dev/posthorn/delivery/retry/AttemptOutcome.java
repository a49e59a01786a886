package dev.posthorn.delivery.retry;

import java.time.Duration;

/** What came of one HTTP request to an endpoint. An endpoint's error is data here, never an exception. */
public sealed interface AttemptOutcome {

    /** As the API and the messages name it. */
    String name();

    /** The HTTP status; null when no answer came. */
    default Integer statusCode() {
        return null;
    }

    /** A sentence for people; null on success. */
    String error();

    /** Whether somebody is there: an error is an answer too. */
    default boolean isAnswer() {
        return statusCode() != null;
    }

    /** Whether the endpoint can do with more requests: it answered, and did not ask us to wait. */
    default boolean isWelcome() {
        return isAnswer() && statusCode() != 429 && statusCode() != 503;
    }

    /** Any 2xx within the timeout. */
    record Succeeded(Integer statusCode) implements AttemptOutcome {

        @Override
        public String name() {
            return "succeeded";
        }

        @Override
        public String error() {
            return null;
        }
    }

    /**
     * Any other answer, redirects among them.
     *
     * @param retryAfter how long the endpoint asked us to wait (RFC 9110 §10.2.3); null when it did not, or senselessly
     */
    record Rejected(Integer statusCode, Duration retryAfter) implements AttemptOutcome {

        @Override
        public String name() {
            return "rejected";
        }

        @Override
        public String error() {
            boolean redirect = statusCode >= 300 && statusCode < 400;
            return "The endpoint answered " + statusCode + (redirect ? "; redirects are not followed" : "");
        }
    }

    /** No answer in time. */
    record TimedOut(Duration timeout) implements AttemptOutcome {

        @Override
        public String name() {
            return "timeout";
        }

        @Override
        public String error() {
            return "No answer within %s s"
                    .formatted(timeout.toMillis() / 1000.0)
                    .replace(".0 s", " s");
        }
    }

    /** No connection, or none that lasted until the answer. */
    record Unreachable(Cause cause, String error) implements AttemptOutcome {

        @Override
        public String name() {
            return switch (cause) {
                case CONNECTION -> "connection";
                case TLS -> "tls";
                case DNS -> "dns";
            };
        }
    }

    /** The address is one that Posthorn must not call. */
    record Blocked(String error) implements AttemptOutcome {

        @Override
        public String name() {
            return "blocked";
        }
    }

    /** Where a request that reached nobody got stuck. */
    enum Cause {
        CONNECTION,
        TLS,
        DNS
    }
}
