package dev.posthorn.delivery.dispatch;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An endpoint's circuit breaker. It opens when hardly any of the last requests was answered: not on errors, which show that
 * somebody is there and cost little, but on silence, refused connections and failed handshakes. Its deliveries then wait on
 * disk, untried, until a trial is answered; trials are made at growing intervals.
 *
 * <p>{@link #isOpen} and {@link #trialAt} may be asked by any thread; the rest belongs to one event loop's thread.
 */
final class Circuit {

    static final int WINDOW = 20;
    static final double UNANSWERED = 0.9;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Trials that fail at once cost little: some more of them may follow in the same interval. */
    static final int TRIALS = 10;

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final RuntimeException NO_ANSWER = new NoAnswerException();

    /** Made at the first silence: most endpoints never need one. */
    private TypedGuard<Boolean> breaker;

    private volatile boolean open;
    private volatile Instant trialAt = Instant.MIN;
    private Duration pause = FIRST_PAUSE;
    private int trialsLeft = TRIALS;

    private static final class NoAnswerException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private NoAnswerException() {
            super("No answer", null, false, false);
        }
    }

    private void changed(CircuitBreakerState state) {
        // Half open lasts for one call of the breaker only: what it learns then decides.
        if (state != CircuitBreakerState.HALF_OPEN) {
            open = state == CircuitBreakerState.OPEN;
        }
    }

    boolean isOpen() {
        return open;
    }

    /** When the endpoint is tried again; says something only while the circuit is open. */
    Instant trialAt() {
        return trialAt;
    }

    /** Whether a request may go out now, while so many are out. */
    boolean lets(int inFlight, Instant now) {
        return !open || isTrialDue(now) && inFlight == 0;
    }

    boolean isTrialDue(Instant now) {
        return trialsLeft > 0 && !now.isBefore(trialAt);
    }

    /** A person asks for a request now. */
    void tryAt(Instant now) {
        trialAt = now;
        trialsLeft = TRIALS;
    }

    /** @return whether the circuit opened, or failed its trial: nothing more goes out before {@link #trialAt} */
    boolean learn(boolean answered, Duration took, Instant now) {
        boolean wasOpen = open;
        tell(answered);
        if (!open) {
            pause = FIRST_PAUSE;
            return false;
        }
        if (wasOpen && now.isBefore(trialAt)) {
            // Sent before it opened.
            return false;
        }
        if (wasOpen && took.compareTo(AT_ONCE) < 0 && --trialsLeft > 0) {
            return false;
        }
        trialAt = now.plus(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        trialsLeft = TRIALS;
        return true;
    }

    private TypedGuard<Boolean> newBreaker() {
        return TypedGuard.create(Boolean.class)
                .withCircuitBreaker()
                .requestVolumeThreshold(WINDOW)
                .failureRatio(UNANSWERED)
                .successThreshold(1)
                // When to try is decided here, so that the pauses can grow and are the same as in the ledger.
                .delay(0, ChronoUnit.MILLIS)
                .onStateChange(this::changed)
                .done()
                .build();
    }

    private void tell(boolean answered) {
        if (breaker == null) {
            if (answered) {
                return;
            }
            breaker = newBreaker();
        }
        try {
            breaker.call(() -> {
                if (!answered) {
                    throw NO_ANSWER;
                }
                return true;
            });
        } catch (NoAnswerException expected) {
            // It has been counted.
        } catch (Exception e) {
            throw new IllegalStateException("The circuit breaker fails by itself", e);
        }
    }
}
