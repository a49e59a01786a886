package dev.posthorn.subscription.eventtype;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.contracts.EventTypeRecord;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.json.MergePatch;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.subscription.catalog.CatalogPublisher;
import dev.posthorn.subscription.catalog.CatalogSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.hibernate.exception.ConstraintViolationException;

import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Creates, changes and deletes event types. Every change raises the type's version and is told to the other services. */
@ApplicationScoped
@Transactional
public class EventTypes implements CatalogSource {

    /** Sent as a whole, since merging the properties of two schemas would make a third one that nobody wrote. */
    private static final Set<String> VALUES = Set.of("schema", "samplePayload");

    private final EventTypeRepository repository;
    private final CatalogPublisher catalog;
    private final MergePatch mergePatch;
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

    EventTypes(EventTypeRepository repository, CatalogPublisher catalog, MergePatch mergePatch) {
        this.repository = repository;
        this.catalog = catalog;
        this.mergePatch = mergePatch;
    }

    EventType create(NewEventType request) {
        EventTypeOptions options = request.options();
        Optional<EventTypeEntity> known = repository.lock(request.name().value());
        EventTypeEntity type = known.isPresent() ? beginAgain(known.get(), options) : insert(request.name(), options);
        catalog.publish(type.toRecord());
        return type.view();
    }

    private EventTypeEntity beginAgain(EventTypeEntity known, EventTypeOptions options) {
        if (!known.isDeleted()) {
            throw taken();
        }
        known.beginAgain(options, clock.instant());
        return known;
    }

    private EventTypeEntity insert(EventTypeName name, EventTypeOptions options) {
        var type = EventTypeEntity.create(name, options, clock.instant());
        try {
            repository.persistAndFlush(type);
            return type;
        } catch (ConstraintViolationException createdMeanwhile) {
            throw taken();
        }
    }

    private static ApiException taken() {
        return ApiException.conflict("name", "There is an event type with this name already");
    }

    EventType get(EventTypeName name) {
        return repository
                .findAlive(name.value())
                .orElseThrow(EventTypes::notFound)
                .view();
    }

    Page<EventType> list(PageRequest request) {
        return Page.of(repository.page(request), request, type -> type.sortId().toString())
                .map(EventTypeEntity::view);
    }

    EventType change(EventTypeName name, ObjectNode patch) {
        EventTypeEntity type = alive(name);
        var before = type.options();
        var after = mergePatch.apply(patch, before, EventTypeOptions.class, VALUES);
        if (!after.equals(before)) {
            type.change(after, clock.instant());
            catalog.publish(type.toRecord());
        }
        return type.view();
    }

    void delete(EventTypeName name) {
        EventTypeEntity type = alive(name);
        type.delete(clock.instant());
        catalog.publish(type.toRecord());
    }

    private EventTypeEntity alive(EventTypeName name) {
        return repository.lock(name.value()).filter(type -> !type.isDeleted()).orElseThrow(EventTypes::notFound);
    }

    /** Those out of some names that are no event types. */
    public Set<String> unknownAmong(Collection<String> names) {
        var unknown = new HashSet<>(names);
        if (!unknown.isEmpty()) {
            repository.namesAmong(names).forEach(unknown::remove);
        }
        return unknown;
    }

    @Override
    public List<EventTypeRecord> recordsAfter(String id, int limit) {
        return repository.after(id, limit).stream()
                .map(EventTypeEntity::toRecord)
                .toList();
    }

    private static ApiException notFound() {
        return ApiException.notFound("event type");
    }
}
