package dev.posthorn.delivery.dispatch;

import java.time.Duration;

/**
 * How many requests an endpoint gets at once. Additive increase, multiplicative decrease (Chiu and Jain, 1989), as TCP does
 * it: grows with each answer until the endpoint falters, then halves and grows slowly. Belongs to one event loop's thread.
 *
 * <p>An endpoint falters when it does not answer, asks us to wait (429, 503), or answers much more slowly than it used to.
 */
final class ConcurrencyLimit {

    private static final double FIRST = 4;

    /** Slower than usual by this factor is faltering, */
    private static final double SLOW_FACTOR = 4;

    /** but nothing below this time is. */
    private static final double FAST_ENOUGH_MILLIS = 250;

    /** Weight of the newest answer in what is usual. */
    private static final double NEWEST = 0.05;

    private int greatest;
    private double limit;
    private boolean everFaltered;
    private double usualMillis;
    private long loweredAt;

    ConcurrencyLimit(int greatest) {
        this.greatest = greatest;
        this.limit = Math.min(FIRST, greatest);
    }

    /** From now on so many at most; it grows there as ever. */
    void allow(int newGreatest) {
        greatest = newGreatest;
        limit = Math.min(limit, newGreatest);
    }

    int now() {
        return (int) limit;
    }

    /**
     * @param startedNanos when the request was started, and
     * @param endedNanos ended, on the scale of {@link System#nanoTime}
     * @param welcome whether there was an answer, and none that asks us to wait
     */
    void learn(long startedNanos, long endedNanos, boolean welcome) {
        double millis =
                (endedNanos - startedNanos) / (double) Duration.ofMillis(1).toNanos();
        boolean slow = millis > FAST_ENOUGH_MILLIS && usualMillis > 0 && millis > SLOW_FACTOR * usualMillis;
        if (welcome) {
            usualMillis = usualMillis == 0 ? millis : usualMillis + NEWEST * (millis - usualMillis);
        }
        if (welcome && !slow) {
            limit = Math.min(greatest, limit + (everFaltered ? 1 / limit : 1));
        } else if (!everFaltered || startedNanos - loweredAt > 0) {
            // Those that were out already when it was lowered tell nothing new.
            limit = Math.max(1, limit / 2);
            everFaltered = true;
            loweredAt = endedNanos;
        }
    }
}
