package dev.posthorn.monitoring.alert;

import java.time.Duration;
import java.util.Objects;

/**
 * When to warn.
 *
 * @param threshold a rate between 0 and 1, or seconds for {@link RuleName#DELIVERY_TIME}
 * @param hysteresis how far beyond the threshold the value has to be back before an alert resolves, so that one that
 *     sways around the threshold does not ring again and again
 * @param window whole minutes
 * @param minimumAttempts fewer attempts than this (timed deliveries for {@link RuleName#DELIVERY_TIME}) never raise an
 *     alert
 */
public record AlertRule(
        RuleName name, boolean enabled, double threshold, double hysteresis, Duration window, int minimumAttempts) {

    public AlertRule {
        Objects.requireNonNull(name, "name is missing");
        Objects.requireNonNull(window, "window is missing");
    }

    boolean isBreachedBy(double value) {
        return name.isBreachedBelow() ? value < threshold : value > threshold;
    }

    /** Not the opposite of {@link #isBreachedBy}: in between lies the hysteresis. */
    boolean isClearedBy(double value) {
        return name.isBreachedBelow() ? value >= threshold + hysteresis : value <= threshold - hysteresis;
    }
}
