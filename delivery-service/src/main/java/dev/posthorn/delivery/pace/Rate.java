package dev.posthorn.delivery.pace;

import java.time.Duration;

/**
 * So many requests a second at most, evenly spread. A second may hold a tenth more, for what is late: slots may be used up
 * to {@link #LATEST} after their time, and the way to the receiver may take as much.
 *
 * @param perSecond requests, at least 1
 */
public record Rate(int perSecond) {

    /** A slot that was not used by then is lost. */
    public static final Duration LATEST = Duration.ofMillis(50);

    /** How far ahead an instance reserves slots: what it would lose when it dies. */
    static final Duration RUN = Duration.ofMillis(200);

    /** For how long deliveries may wait in memory for their slot; beyond, they wait on disk. */
    private static final Duration QUEUE = Duration.ofSeconds(2);

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Below, a tenth of the limit is less than one request, and lateness is made up for by wider slots. */
    private static final int SMALL = 10;

    /** The least that waits in memory: a slot must not go unused because the next delivery is still on disk. */
    private static final int LEAST_QUEUE = 4;

    public Rate {
        if (perSecond < 1) {
            throw new IllegalArgumentException("A rate must allow a request a second");
        }
    }

    /** Nanoseconds from one slot to the next. */
    long spacing() {
        return (perSecond < SMALL ? SECOND + LATEST.toNanos() : SECOND) / perSecond;
    }

    /** Slots that are reserved at once, at most. */
    int run() {
        return (int) Math.max(1, perSecond * RUN.toMillis() / 1000);
    }

    /** Deliveries that wait in memory, at most. */
    public int queue() {
        return (int) Math.max(LEAST_QUEUE, perSecond * QUEUE.toSeconds());
    }

    /** How long so many take. */
    public Duration timeOf(int requests) {
        return Duration.ofNanos(requests * spacing());
    }
}
