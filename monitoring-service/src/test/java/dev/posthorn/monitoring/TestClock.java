package dev.posthorn.monitoring;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The service's clock in tests: it stands still, far from today and apart from what earlier tests counted. */
@Singleton
public class TestClock implements InstantSource {

    private volatile Instant now = Instant.parse("2030-01-15T10:30:30Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** To a time of whose neighbourhood nobody has counted anything yet. */
    public void leap() {
        advance(Duration.ofDays(2));
    }
}
