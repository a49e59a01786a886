package dev.posthorn.monitoring.alert;

import dev.posthorn.foundation.id.EndpointId;

/**
 * What an alert is about.
 *
 * @param tenantId null for the whole platform
 * @param endpointId null for all endpoints together
 */
public record Subject(String tenantId, EndpointId endpointId) {

    static final Subject PLATFORM = new Subject(null, null);

    static Subject tenant(String tenantId) {
        return new Subject(tenantId, null);
    }

    public boolean isPlatform() {
        return tenantId == null;
    }

    public boolean isEndpoint() {
        return endpointId != null;
    }

    /** Whether a rule of this name watches such a thing. */
    boolean isWatchedBy(RuleName name) {
        return switch (name) {
            case SUCCESS_RATE -> !isEndpoint();
            case DELIVERY_TIME -> !isEndpoint() && !isPlatform();
            case ENDPOINT_FAILURE_RATE -> isEndpoint();
        };
    }
}
