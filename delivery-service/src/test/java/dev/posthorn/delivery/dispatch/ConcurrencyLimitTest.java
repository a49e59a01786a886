package dev.posthorn.delivery.dispatch;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class ConcurrencyLimitTest {

    private final ConcurrencyLimit limit = new ConcurrencyLimit(16);
    private long clock;

    @Test
    void growsWithEachAnswerUntilItsGreatest() {
        assertThat(limit.now()).isEqualTo(4);
        answers(8);
        assertThat(limit.now()).isEqualTo(12);
        answers(100);
        assertThat(limit.now()).isEqualTo(16);
    }

    @Test
    void halvesWhenTheEndpointFalls() {
        answers(100);
        silence();
        assertThat(limit.now()).isEqualTo(8);
        silence();
        silence();
        silence();
        silence();
        assertThat(limit.now()).isEqualTo(1);
    }

    @Test
    void growsBackSlowly() {
        answers(100);
        silence();
        answers(8);
        assertThat(limit.now()).isBetween(8, 9);
        answers(300);
        assertThat(limit.now()).isEqualTo(16);
    }

    @Test
    void isLoweredOnceByRequestsThatWereOutTogether() {
        // Given
        answers(100);
        long together = clock;

        // When
        for (int request = 0; request < 16; request++) {
            limit.learn(together, together + Duration.ofSeconds(5).toNanos(), false);
        }

        // Then
        assertThat(limit.now()).isEqualTo(8);
    }

    @Test
    void shrinksWhenAnswersComeMuchLaterThanUsual() {
        answers(100);
        answer(Duration.ofSeconds(2));
        assertThat(limit.now()).isEqualTo(8);
    }

    @Test
    void bearsAnEndpointThatIsSlowAlways() {
        for (int n = 0; n < 100; n++) {
            answer(Duration.ofSeconds(2));
        }
        assertThat(limit.now()).isEqualTo(16);
    }

    @Test
    void neverExceedsASmallGreatest() {
        assertThat(new ConcurrencyLimit(2).now()).isEqualTo(2);
    }

    private void answers(int count) {
        for (int n = 0; n < count; n++) {
            answer(Duration.ofMillis(10));
        }
    }

    private void answer(Duration took) {
        limit.learn(clock, clock += took.toNanos(), true);
        clock++;
    }

    private void silence() {
        limit.learn(clock, clock += Duration.ofSeconds(5).toNanos(), false);
        clock++;
    }
}
