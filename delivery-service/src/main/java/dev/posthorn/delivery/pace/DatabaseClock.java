package dev.posthorn.delivery.pace;

import java.time.Duration;

/**
 * Where the database's time lies on this process's monotonic scale. Slots are the database's times, and each answer of it
 * tells what its clock showed between the question and the answer: of all answers the one with the shortest way says it
 * best, and clocks of the instances need not agree. Not safe for several threads.
 */
final class DatabaseClock {

    /** By so much two clocks may part while nobody compares them (500 millionths, the most that NTP lets them). */
    private static final long DRIFT = Duration.ofSeconds(1).toNanos() / 500_000;

    private boolean known;
    /** The local time is the database's minus this. */
    private long offset;

    private long error;
    private long learntAt;

    /**
     * @param asked and
     * @param answered local times before and after
     * @param shown what the database's clock showed in between, in nanoseconds since 1970
     */
    void learn(long asked, long answered, long shown) {
        long middle = asked + (answered - asked) / 2;
        long newOffset = shown - middle;
        long newError = (answered - asked) / 2;
        long grown = error + (answered - learntAt) / Duration.ofSeconds(1).toNanos() * DRIFT;
        boolean contradicts = Math.abs(newOffset - offset) > newError + grown;
        if (!known || contradicts || newError <= grown) {
            known = true;
            offset = newOffset;
            error = newError;
            learntAt = answered;
        }
    }

    /** @param time of the database, in nanoseconds since 1970 */
    long toLocal(long time) {
        return time - offset;
    }
}
