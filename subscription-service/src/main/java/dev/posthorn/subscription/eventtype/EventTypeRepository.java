package dev.posthorn.subscription.eventtype;

import dev.posthorn.foundation.list.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Event types' rows. */
@ApplicationScoped
class EventTypeRepository implements PanacheRepositoryBase<EventTypeEntity, String> {

    private static final Sort NEWEST_FIRST = Sort.descending("sortId");

    Optional<EventTypeEntity> findAlive(String name) {
        return find("name = ?1 and deletedAt is null", name).firstResultOptional();
    }

    /** Deleted or not. Until the transaction ends, nobody else changes it. */
    Optional<EventTypeEntity> lock(String name) {
        return findByIdOptional(name, LockModeType.PESSIMISTIC_WRITE);
    }

    List<String> namesAmong(Collection<String> names) {
        return find("select name from EventTypeEntity where name in ?1 and deletedAt is null", names)
                .project(String.class)
                .list();
    }

    /** By the index on sort_id. */
    List<EventTypeEntity> page(PageRequest request) {
        return find("sortId < ?1 and deletedAt is null", NEWEST_FIRST, request.beforeId())
                .range(0, request.fetchSize() - 1)
                .list();
    }

    List<EventTypeEntity> after(String name, int limit) {
        var byName = Sort.ascending("name");
        var query = name == null ? findAll(byName) : find("name > ?1", byName, name);
        return query.range(0, limit - 1).list();
    }
}
