package dev.posthorn.delivery.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Decides what follows from an attempt.
 *
 * <pre>
 * 2xx              complete
 * 410              dead letter: the endpoint says that it is gone for good
 * anything else    again after the schedule's next pause, or dead letter when there is none
 * 429, 503         the same, but not before the endpoint's Retry-After (up to a cap)
 * </pre>
 *
 * <p>From the fifth pause on, up to a tenth of it is taken off at random, so that what failed together does not come
 * back together. Pauses never grow by it: the whole schedule must stay within its promise of 24 hours.
 */
public final class RetryPolicy {

    private static final int FIRST_STEP_WITH_JITTER = 4;
    private static final double JITTER = 0.1;

    private final Duration retryAfterCap;
    private final RandomGenerator random;

    public RetryPolicy(Duration retryAfterCap, RandomGenerator random) {
        this.retryAfterCap = retryAfterCap;
        this.random = random;
    }

    /**
     * @param schedule the pauses after the first, second, … failed attempt
     * @param step how many of them were used up
     * @param now when the attempt ended
     */
    public NextStep decide(AttemptOutcome outcome, List<Duration> schedule, int step, Instant now) {
        return switch (outcome) {
            case AttemptOutcome.Succeeded _ -> new NextStep.Complete();
            case AttemptOutcome.Rejected rejected
            when rejected.statusCode() == 410 -> new NextStep.DeadLetter(NextStep.DeadLetter.GONE);
            case AttemptOutcome.Rejected rejected -> again(schedule, step, now, asked(rejected));
            case AttemptOutcome.TimedOut _, AttemptOutcome.Unreachable _, AttemptOutcome.Blocked _ ->
                again(schedule, step, now, Duration.ZERO);
        };
    }

    private NextStep again(List<Duration> schedule, int step, Instant now, Duration atLeast) {
        if (step >= schedule.size()) {
            return new NextStep.DeadLetter(NextStep.DeadLetter.ATTEMPTS_EXHAUSTED);
        }
        Duration pause = withJitter(schedule.get(step), step);
        return new NextStep.RetryAt(now.plus(pause.compareTo(atLeast) < 0 ? atLeast : pause));
    }

    private Duration withJitter(Duration pause, int step) {
        if (step < FIRST_STEP_WITH_JITTER) {
            return pause;
        }
        return pause.minusMillis((long) (pause.toMillis() * JITTER * random.nextDouble()));
    }

    private Duration asked(AttemptOutcome.Rejected rejected) {
        boolean obeyed = rejected.statusCode() == 429 || rejected.statusCode() == 503;
        if (!obeyed || rejected.retryAfter() == null) {
            return Duration.ZERO;
        }
        return rejected.retryAfter().compareTo(retryAfterCap) < 0 ? rejected.retryAfter() : retryAfterCap;
    }
}
