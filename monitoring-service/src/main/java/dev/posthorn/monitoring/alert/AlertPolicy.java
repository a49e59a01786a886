package dev.posthorn.monitoring.alert;

import dev.posthorn.monitoring.alert.AlertState.Ending;
import dev.posthorn.monitoring.alert.AlertState.Firing;
import dev.posthorn.monitoring.alert.AlertState.Pending;
import dev.posthorn.monitoring.alert.AlertState.Quiet;
import dev.posthorn.monitoring.alert.AlertState.Resolved;
import dev.posthorn.monitoring.alert.Observation.Idle;
import dev.posthorn.monitoring.alert.Observation.Measured;
import dev.posthorn.monitoring.alert.Observation.Unwatched;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Decides what becomes of an alert.
 *
 * <p>The least number of attempts guards the firing only: once an alert fires, a few attempts that succeed are enough to
 * say that it is over, and it takes the full number again to fire anew. No attempts at all prove nothing, so an alert
 * goes on firing through silence, until nothing can be on its way any more.
 */
final class AlertPolicy {

    private final Duration confirmAfter;
    private final Duration silentAfter;
    private final InstantSource clock;

    /**
     * @param confirmAfter how long a rule has to be breached before the alert fires
     * @param silentAfter after how long without an attempt an alert ends
     */
    AlertPolicy(Duration confirmAfter, Duration silentAfter, InstantSource clock) {
        this.confirmAfter = confirmAfter;
        this.silentAfter = silentAfter;
        this.clock = clock;
    }

    AlertState next(AlertRule rule, AlertState state, Observation observation) {
        Instant now = clock.instant();
        boolean breached = isBreach(rule, observation);
        return switch (state) {
            case Quiet quiet -> breached ? quiet.breached(now) : quiet;
            case Pending pending when !breached -> pending.withdrawn();
            case Pending pending -> isOver(pending.since(), confirmAfter, now) ? pending.confirmed(now) : pending;
            case Firing firing -> next(rule, firing, observation, now);
            case Resolved resolved -> resolved;
        };
    }

    private AlertState next(AlertRule rule, Firing firing, Observation observation, Instant now) {
        return switch (observation) {
            case Unwatched() -> firing.ended(now, Ending.UNWATCHED);
            case Idle() -> isOver(firing.observedAt(), silentAfter, now) ? firing.ended(now, Ending.SILENT) : firing;
            case Measured(long samples, double value) ->
                rule.isClearedBy(value) ? firing.observed(now).ended(now, Ending.RECOVERED) : firing.observed(now);
        };
    }

    private static boolean isBreach(AlertRule rule, Observation observation) {
        return observation instanceof Measured(long samples, double value)
                && samples >= rule.minimumAttempts()
                && rule.isBreachedBy(value);
    }

    private static boolean isOver(Instant start, Duration span, Instant now) {
        return !now.isBefore(start.plus(span));
    }
}
