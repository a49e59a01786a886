package dev.posthorn.subscription.eventtype;

import dev.posthorn.contracts.EventTypeRecord;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.json.JsonText;
import dev.posthorn.subscription.catalog.CatalogEntity;
import dev.posthorn.subscription.retry.RetrySchedule;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An event type's row. */
@Entity
@Table(name = "event_type")
class EventTypeEntity extends CatalogEntity {

    @Id
    private String name;

    private UUID sortId;
    private String description;

    @Column(name = "group_name") // group is a word of SQL
    private String group;

    private String schema;
    private String samplePayload;

    @Enumerated(EnumType.STRING)
    private Priority priority;

    @Column(name = "retry_pauses_millis")
    private List<Long> retryPauses;

    protected EventTypeEntity() {}

    static EventTypeEntity create(EventTypeName name, EventTypeOptions options, Instant now) {
        var type = new EventTypeEntity();
        type.name = name.value();
        type.beginAgain(options, now);
        return type;
    }

    /** A deleted type that is created once more: new in the lists, and with a greater version than its tombstone. */
    void beginAgain(EventTypeOptions options, Instant now) {
        sortId = TypeId.next();
        set(options);
        begin(now);
    }

    void change(EventTypeOptions options, Instant now) {
        set(options);
        touch(now);
    }

    void delete(Instant now) {
        set(new EventTypeOptions(null, null, null, null, null, null));
        bury(now);
    }

    private void set(EventTypeOptions options) {
        description = options.description();
        group = options.group();
        schema = options.schema() == null ? null : options.schema().value();
        samplePayload =
                options.samplePayload() == null ? null : options.samplePayload().value();
        priority = options.priority();
        retryPauses =
                options.retrySchedule() == null ? null : options.retrySchedule().toMillis();
    }

    UUID sortId() {
        return sortId;
    }

    EventType view() {
        return new EventType(
                new EventTypeName(name),
                description,
                group,
                JsonText.ofNullable(schema),
                JsonText.ofNullable(samplePayload),
                priority,
                RetrySchedule.ofMillis(retryPauses),
                createdAt(),
                updatedAt());
    }

    EventTypeOptions options() {
        return new EventTypeOptions(
                description,
                group,
                JsonText.ofNullable(schema),
                JsonText.ofNullable(samplePayload),
                priority,
                RetrySchedule.ofMillis(retryPauses));
    }

    EventTypeRecord toRecord() {
        if (isDeleted()) {
            return EventTypeRecord.deleted(name, version());
        }
        RetrySchedule schedule = RetrySchedule.ofMillis(retryPauses);
        return new EventTypeRecord(
                name,
                version(),
                false,
                schema,
                priority.toString(),
                schedule == null ? null : schedule.pauses(),
                samplePayload);
    }
}
