package dev.posthorn.monitoring.health;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.posthorn.monitoring.statistics.Tally;

import java.util.Locale;
import java.util.Optional;

/** An endpoint's condition in one word. The first that applies, in this order. */
public enum HealthState {
    /** Its owner or Posthorn switched it off: events are kept, not sent. */
    DISABLED,
    /** Its owner holds it: events wait. */
    PAUSED,
    /** It has a firing alert, or not one attempt of the window succeeded. */
    FAILING,
    /** No attempt in the window. */
    IDLE,
    HEALTHY;

    /** @param tally of the window; empty when there were no attempts */
    static HealthState of(String status, boolean hasFiringAlert, Optional<Tally> tally) {
        return switch (status) {
            case "disabled" -> DISABLED;
            case "paused" -> PAUSED;
            default -> {
                if (hasFiringAlert || tally.filter(one -> one.successes() == 0).isPresent()) {
                    yield FAILING;
                }
                yield tally.isEmpty() ? IDLE : HEALTHY;
            }
        };
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
