package dev.posthorn.benchmarks.load;

/** Microseconds since this process began, on the monotonic clock: what is in payloads is read again in the same process. */
public final class Clock {

    private static final long START = System.nanoTime();

    private Clock() {}

    public static long micros() {
        return (System.nanoTime() - START) / 1_000;
    }
}
