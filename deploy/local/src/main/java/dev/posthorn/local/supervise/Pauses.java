package dev.posthorn.local.supervise;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long to wait before a part is started again: 0.5 s, 1 s, 2 s … 30 s, and from the beginning once it has run for a
 * minute. For one thread.
 */
final class Pauses {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Instant startedAt;
    private Duration next = FIRST;

    Pauses(InstantSource clock) {
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    void started() {
        startedAt = clock.instant();
    }

    Duration afterEnd() {
        if (Duration.between(startedAt, clock.instant()).compareTo(STEADY) >= 0) {
            next = FIRST;
        }
        var pause = next;
        var doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return pause;
    }
}
