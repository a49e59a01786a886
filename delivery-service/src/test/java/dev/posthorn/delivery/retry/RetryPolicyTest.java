package dev.posthorn.delivery.retry;

import dev.posthorn.delivery.retry.AttemptOutcome.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
    private static final List<Duration> SCHEDULE = Stream.of(
                    "PT1S", "PT5S", "PT12S", "PT25S", "PT5M", "PT30M", "PT2H", "PT6H", "PT15H")
            .map(Duration::parse)
            .toList();

    /** The greatest value that {@code nextDouble} may take is just below 1. */
    private static final RandomGenerator MOST_JITTER = () -> -1L;

    private static final RandomGenerator NO_JITTER = () -> 0L;

    private final RetryPolicy policy = new RetryPolicy(Duration.ofHours(1), NO_JITTER);

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void completesOnAnySuccess(int status) {
        assertThat(policy.decide(new AttemptOutcome.Succeeded(status), SCHEDULE, 0, NOW))
                .isEqualTo(new NextStep.Complete());
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,5", "2,12", "3,25", "4,300", "5,1800", "6,7200", "7,21600", "8,54000"})
    void waitsAsTheScheduleSays(int step, long seconds) {
        assertThat(policy.decide(new AttemptOutcome.Rejected(500, null), SCHEDULE, step, NOW))
                .isEqualTo(new NextStep.RetryAt(NOW.plusSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"3,25000", "4,270000", "8,48600000"})
    void takesAtMostATenthOffFromTheFifthPauseOn(int step, long millis) {
        var jittery = new RetryPolicy(Duration.ofHours(1), MOST_JITTER);

        var next = (NextStep.RetryAt) jittery.decide(new AttemptOutcome.Rejected(500, null), SCHEDULE, step, NOW);

        assertThat(Duration.between(NOW, next.at()).toMillis()).isBetween(millis, millis + 1);
    }

    static Stream<AttemptOutcome> failures() {
        return Stream.of(
                new AttemptOutcome.Rejected(500, null),
                new AttemptOutcome.Rejected(404, null),
                new AttemptOutcome.Rejected(301, null),
                new AttemptOutcome.TimedOut(Duration.ofSeconds(5)),
                new AttemptOutcome.Unreachable(Cause.DNS, "x"),
                new AttemptOutcome.Unreachable(Cause.TLS, "x"),
                new AttemptOutcome.Unreachable(Cause.CONNECTION, "x"),
                new AttemptOutcome.Blocked("x"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void triesEveryFailureAgainAndGivesUpAfterTheLastPause(AttemptOutcome failure) {
        assertThat(policy.decide(failure, SCHEDULE, 8, NOW)).isInstanceOf(NextStep.RetryAt.class);
        assertThat(policy.decide(failure, SCHEDULE, 9, NOW)).isEqualTo(new NextStep.DeadLetter("attempts_exhausted"));
    }

    @Test
    void givesUpAtOnceWithAnEmptySchedule() {
        assertThat(policy.decide(new AttemptOutcome.Rejected(500, null), List.of(), 0, NOW))
                .isEqualTo(new NextStep.DeadLetter("attempts_exhausted"));
    }

    @Test
    void givesUpAtOnceWhenTheEndpointIsGone() {
        assertThat(policy.decide(new AttemptOutcome.Rejected(410, null), SCHEDULE, 0, NOW))
                .isEqualTo(new NextStep.DeadLetter("gone"));
    }

    @ParameterizedTest
    @CsvSource({"429,60,60", "503,60,60", "429,99999,3600", "503,1,5", "500,60,5"})
    void obeysRetryAfterOn429And503UpToTheCap(int status, long asked, long waited) {
        var outcome = new AttemptOutcome.Rejected(status, Duration.ofSeconds(asked));

        assertThat(policy.decide(outcome, SCHEDULE, 1, NOW)).isEqualTo(new NextStep.RetryAt(NOW.plusSeconds(waited)));
    }

    @Test
    void theDefaultScheduleStaysWithinADay() {
        assertThat(SCHEDULE.stream().reduce(Duration.ZERO, Duration::plus)).isLessThan(Duration.ofDays(1));
    }
}
