package dev.posthorn.benchmarks.load;

import java.time.Duration;

/**
 * When events arrive, whatever the system under test does: at even distances. Latency counts from these moments, so that a
 * system that stalls does not hide the events that would have come meanwhile (coordinated omission).
 */
public record ArrivalSchedule(double perSecond) {

    public ArrivalSchedule {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("Events arrive at more than 0 per second, not " + perSecond);
        }
    }

    /** From the start to the event of this number, counted from 0. */
    public Duration offset(long number) {
        return Duration.ofNanos(Math.round(number * 1e9 / perSecond));
    }

    /** How many events arrive before this time is over. */
    public long countWithin(Duration time) {
        return (long) Math.ceil(time.toNanos() * perSecond / 1e9);
    }
}
