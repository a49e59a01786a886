package dev.posthorn.monitoring.alert;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import java.io.Serializable;
import java.time.Duration;

/** A rule that a tenant set for itself. */
@Entity
@Table(name = "alert_rule")
class StoredRule {

    @EmbeddedId
    private Key key;

    private boolean enabled;
    private double threshold;
    private double hysteresis;
    private long windowSeconds;
    private int minimumAttempts;

    /** A tenant has each rule once. */
    @Embeddable
    record Key(String tenantId, String name) implements Serializable {}

    protected StoredRule() {
        // For Hibernate ORM.
    }

    StoredRule(String tenantId, AlertRule rule) {
        this.key = new Key(tenantId, rule.name().toString());
        this.enabled = rule.enabled();
        this.threshold = rule.threshold();
        this.hysteresis = rule.hysteresis();
        this.windowSeconds = rule.window().toSeconds();
        this.minimumAttempts = rule.minimumAttempts();
    }

    String tenantId() {
        return key.tenantId();
    }

    AlertRule rule() {
        return new AlertRule(
                RuleName.ofLabel(key.name()),
                enabled,
                threshold,
                hysteresis,
                Duration.ofSeconds(windowSeconds),
                minimumAttempts);
    }
}
