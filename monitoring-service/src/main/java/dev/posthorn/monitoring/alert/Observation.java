package dev.posthorn.monitoring.alert;

/** What is known of a watched thing in a rule's window. */
sealed interface Observation {

    /** There were attempts. */
    record Measured(long samples, double value) implements Observation {}

    /** There were none: that says neither that it works nor that it does not. */
    record Idle() implements Observation {}

    /** The rule is off, or what it watched is gone or disabled. */
    record Unwatched() implements Observation {}
}
