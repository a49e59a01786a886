package dev.posthorn.delivery.pace;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseClockTest {

    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final DatabaseClock clock = new DatabaseClock();

    @Test
    void theAnswerWithTheShortestWayCounts() {
        // Given: the database is 1000 s ahead; the second answer came late
        clock.learn(0, 2 * MILLI, 1000 * SECOND + MILLI);
        clock.learn(10 * MILLI, 110 * MILLI, 1000 * SECOND + 12 * MILLI);

        assertThat(clock.toLocal(1000 * SECOND + 50 * MILLI)).isEqualTo(50 * MILLI);
    }

    @Test
    void aClockThatWasSetIsFollowedAtOnce() {
        clock.learn(0, 2 * MILLI, 1000 * SECOND);

        clock.learn(SECOND, SECOND + 20 * MILLI, 5000 * SECOND);

        assertThat(clock.toLocal(5000 * SECOND)).isEqualTo(SECOND + 10 * MILLI);
    }

    @Test
    void clocksThatDriftApartAreFollowed() {
        clock.learn(0, MILLI, 0);
        long shown = 0;
        for (long second = 1; second < 3600; second++) {
            // 100 millionths faster than ours
            shown = second * SECOND + second * SECOND / 10_000;
            clock.learn(second * SECOND, second * SECOND + 4 * MILLI, shown + 2 * MILLI);
        }

        assertThat(clock.toLocal(shown) - 3599 * SECOND).isBetween(-5 * MILLI, 5 * MILLI);
    }
}
