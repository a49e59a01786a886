package dev.posthorn.monitoring.alert;

import dev.posthorn.foundation.id.AlertId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.alert.AlertState.Ending;
import dev.posthorn.monitoring.alert.AlertState.Firing;
import dev.posthorn.monitoring.alert.AlertState.Pending;
import dev.posthorn.monitoring.alert.AlertState.Quiet;
import dev.posthorn.monitoring.alert.AlertState.Resolved;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** A stored alert: pending, firing or resolved. */
@Entity
class Alert {

    @Id
    private UUID id;

    private String tenantId;
    private UUID endpointId;
    private String rule;
    private String state;
    private double value;
    private double threshold;
    private Instant since;
    private Instant observedAt;
    private Instant resolvedAt;
    private String ending;
    private String cause;

    protected Alert() {
        // For Hibernate ORM.
    }

    Alert(Subject subject, AlertRule rule, Pending pending, double value, String cause) {
        this.id = AlertId.next().value();
        this.tenantId = subject.tenantId();
        this.endpointId = subject.isEndpoint() ? subject.endpointId().value() : null;
        this.rule = rule.name().toString();
        this.threshold = rule.threshold();
        this.value = value;
        this.cause = cause;
        become(pending);
    }

    AlertId id() {
        return new AlertId(id);
    }

    Subject subject() {
        return new Subject(tenantId, endpointId == null ? null : new EndpointId(endpointId));
    }

    RuleName ruleName() {
        return RuleName.ofLabel(rule);
    }

    AlertState state() {
        return switch (state) {
            case "pending" -> new Pending(since);
            case "firing" -> new Firing(since, observedAt);
            case "resolved" ->
                new Resolved(since, observedAt, resolvedAt, Ending.valueOf(ending.toUpperCase(Locale.ROOT)));
            default -> throw new IllegalStateException("Unknown state of alert " + id() + ": " + state);
        };
    }

    void become(AlertState next) {
        switch (next) {
            case Quiet() -> throw new IllegalArgumentException("A quiet alert is deleted, not stored");
            case Pending(Instant began) -> {
                state = "pending";
                since = began;
                observedAt = began;
            }
            case Firing(Instant began, Instant observed) -> {
                state = "firing";
                since = began;
                observedAt = observed;
            }
            case Resolved(Instant began, Instant observed, Instant at, Ending why) -> {
                state = "resolved";
                since = began;
                observedAt = observed;
                resolvedAt = at;
                ending = why.toString();
            }
        }
    }

    /** What was measured this time, and the threshold it was held against: a tenant may have moved it. */
    void measured(double newValue, double newThreshold) {
        value = newValue;
        threshold = newThreshold;
    }

    void causedBy(String newCause) {
        cause = newCause;
    }

    String stateName() {
        return state;
    }

    double value() {
        return value;
    }

    double threshold() {
        return threshold;
    }

    Instant since() {
        return since;
    }

    Instant resolvedAt() {
        return resolvedAt;
    }

    String cause() {
        return cause;
    }
}
