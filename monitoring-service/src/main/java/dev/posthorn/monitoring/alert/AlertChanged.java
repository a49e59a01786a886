package dev.posthorn.monitoring.alert;

import dev.posthorn.foundation.id.AlertId;

import java.time.Instant;

/**
 * An alert began to fire, or ended. Announced within the transaction that stores it, exactly once for each change: what
 * an observer writes in that transaction holds if and only if the change does.
 *
 * @param ending null unless it ended
 */
public record AlertChanged(
        AlertId id,
        Change change,
        AlertRule rule,
        Subject subject,
        double value,
        Instant since,
        Instant at,
        AlertState.Ending ending,
        Evidence evidence) {

    /** What people are told of. */
    public enum Change {
        FIRED,
        RESOLVED
    }
}
