package dev.posthorn.system.load;

import java.time.Duration;
import java.time.Instant;

/**
 * When what broke was broken, and which requests count as in flight then: those that had arrived, but whose outcome was not
 * on disk.
 *
 * @param outcomesComeLate whether senders lived on and recorded later what they could not record then; else an outcome that
 *     is recorded was recorded in time
 */
public record Fault(String title, Instant from, Instant until, boolean outcomesComeLate) {

    /** For a request to arrive that was sent before, or an outcome to be committed, on a busy machine. */
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    public static Begun begin(String title) {
        return new Begun(title, Instant.now());
    }

    /** A fault that has begun. */
    public record Begun(String title, Instant from) {

        /** It happened at once: processes died just now, and with them what they had not recorded. */
        public Fault atOnce() {
            return new Fault(title, from, Instant.now().plus(A_MOMENT), false);
        }

        /** Processes were stopped just now, and will find their outcomes when they wake. */
        public Fault paused() {
            return new Fault(title, from, Instant.now().plus(A_MOMENT), true);
        }

        /** Until now nothing could be recorded. */
        public Fault over() {
            return new Fault(title, from, Instant.now(), true);
        }
    }

    /** A request whose outcome was never recorded. */
    boolean wasInFlight(Instant receivedAt) {
        return !receivedAt.isAfter(until);
    }

    boolean wasInFlight(Instant receivedAt, Instant recordedEnd) {
        return outcomesComeLate && wasInFlight(receivedAt) && recordedEnd.isAfter(from.minus(A_MOMENT));
    }
}
