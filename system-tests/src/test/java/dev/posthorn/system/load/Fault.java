package dev.posthorn.system.load;

import java.time.Duration;
import java.time.Instant;

/**
 * When what broke was broken, and what that means for requests that were out at the time.
 *
 * @param sendersDied whether processes that send died: then a request was in flight if its outcome was never recorded
 */
public record Fault(String title, Instant from, Instant until, boolean sendersDied) {

    /** An outcome is in flight until it is committed, which takes a busy machine a moment. */
    private static final Duration TIME_TO_RECORD = Duration.ofSeconds(2);

    /** Something that takes its time, or is undone later; call {@link Begun#over} then. */
    public static Begun begin(String title) {
        return new Begun(title, Instant.now());
    }

    /** A fault that has begun. */
    public record Begun(String title, Instant from) {

        /** Processes that send were killed just now. */
        public Fault sendersDied() {
            return new Fault(title, from, Instant.now().plus(TIME_TO_RECORD), true);
        }

        /** Processes that send were stopped just now, and will find their outcomes when they wake. */
        public Fault sendersPaused() {
            return new Fault(title, from, Instant.now().plus(TIME_TO_RECORD), false);
        }

        /** All senders live, and all that they need is there again. */
        public Fault over() {
            return new Fault(title, from, Instant.now(), false);
        }
    }

    boolean wasInFlight(Instant receivedAt) {
        return !receivedAt.isAfter(until);
    }

    boolean wasInFlight(Instant receivedAt, Instant recordedEnd) {
        return !sendersDied && wasInFlight(receivedAt) && recordedEnd.isAfter(from.minus(TIME_TO_RECORD));
    }
}
