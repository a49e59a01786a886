package dev.posthorn.monitoring.alert;

import com.fasterxml.jackson.annotation.JsonValue;

import java.time.Instant;

/** Where an alert is in its life. The methods are the only ways from one state to the next. */
public sealed interface AlertState {

    /** Nothing is wrong. Not stored. */
    record Quiet() implements AlertState {

        Pending breached(Instant now) {
            return new Pending(now);
        }
    }

    /** Breached, but it may be a passing thing: nobody is told yet. */
    record Pending(Instant since) implements AlertState {

        Firing confirmed(Instant now) {
            return new Firing(since, now);
        }

        Quiet withdrawn() {
            return new Quiet();
        }
    }

    /** @param observedAt when there were attempts to judge by, the last time */
    record Firing(Instant since, Instant observedAt) implements AlertState {

        Firing observed(Instant now) {
            return new Firing(since, now);
        }

        Resolved ended(Instant now, Ending ending) {
            return new Resolved(since, observedAt, now, ending);
        }
    }

    /** The end. What breaches again is another alert. */
    record Resolved(Instant since, Instant observedAt, Instant resolvedAt, Ending ending) implements AlertState {}

    /** Why an alert is over. */
    enum Ending {
        RECOVERED("recovered"),
        /** No attempt for so long that nothing is on its way any more. */
        SILENT("silent"),
        UNWATCHED("unwatched");

        private final String label;

        Ending(String label) {
            this.label = label;
        }

        @JsonValue
        @Override
        public String toString() {
            return label;
        }
    }
}
