package dev.posthorn.monitoring.alert;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a rule watches. */
public enum RuleName {
    /** Share of all attempts that succeed, of one tenant or of the platform. Breached below the threshold. */
    SUCCESS_RATE("success-rate"),
    /** Mean delivery time of one tenant, in seconds. Breached above the threshold. */
    DELIVERY_TIME("delivery-time"),
    /** Share of one endpoint's attempts that fail. Breached above the threshold. */
    ENDPOINT_FAILURE_RATE("endpoint-failure-rate");

    private final String label;

    RuleName(String label) {
        this.label = label;
    }

    boolean isBreachedBelow() {
        return this == SUCCESS_RATE;
    }

    @JsonValue
    @Override
    public String toString() {
        return label;
    }

    public static RuleName ofLabel(String label) {
        for (RuleName name : values()) {
            if (name.label.equals(label)) {
                return name;
            }
        }
        throw new IllegalArgumentException("Unknown rule: " + label);
    }
}
