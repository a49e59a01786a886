package dev.posthorn.monitoring.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.foundation.id.AlertId;
import dev.posthorn.foundation.id.TypeId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.ColumnTransformer;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A mail to one person about one change of an alert: promised, sent, or given up. */
@Entity
class Notification {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** Rises with the time of its making: an alert's earlier mail goes first. */
    @Id
    private UUID id;

    private UUID alertId;
    private String change;
    private String recipient;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private String facts;

    private Instant createdAt;
    private int failures;
    private Instant nextTryAt;
    private Instant sentAt;
    private Instant givenUpAt;

    protected Notification() {
        // For Hibernate ORM.
    }

    Notification(AlertFacts facts, String recipient, Instant now) {
        this.id = TypeId.next();
        this.alertId = AlertId.parse(facts.alertId()).value();
        this.change = facts.change().name();
        this.recipient = recipient;
        this.facts = write(facts);
        this.createdAt = now;
        this.nextTryAt = now;
    }

    UUID id() {
        return id;
    }

    UUID alertId() {
        return alertId;
    }

    String recipient() {
        return recipient;
    }

    AlertFacts facts() {
        try {
            return ContractsJson.MAPPER.readValue(facts, AlertFacts.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The facts of notification " + id + " cannot be read", e);
        }
    }

    void sent(Instant now) {
        sentAt = now;
    }

    /** Waits longer after each failure, until it is too late to be of use. Returns whether it was given up. */
    boolean failed(Instant now, Duration giveUpAfter) {
        failures++;
        if (!now.isBefore(createdAt.plus(giveUpAfter))) {
            givenUpAt = now;
            return true;
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        nextTryAt = now.plus(doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
        return false;
    }

    private static String write(AlertFacts facts) {
        try {
            return ContractsJson.MAPPER.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The facts of an alert cannot be written", e);
        }
    }
}
