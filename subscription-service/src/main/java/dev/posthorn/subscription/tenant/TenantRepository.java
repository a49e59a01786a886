package dev.posthorn.subscription.tenant;

import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.list.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import java.util.List;
import java.util.Optional;

/** Tenants' rows. */
@ApplicationScoped
class TenantRepository implements PanacheRepositoryBase<TenantEntity, String> {

    private static final Sort NEWEST_FIRST = Sort.descending("sortId");

    private static final String ALIVE = "id = ?1 and deletedAt is null";

    Optional<TenantEntity> findAlive(TenantId id) {
        return find(ALIVE, id.value()).firstResultOptional();
    }

    /** Until the transaction ends, nobody else changes or deletes the tenant. */
    Optional<TenantEntity> lock(TenantId id) {
        return find(ALIVE, id.value()).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /** Until the transaction ends, nobody deletes the tenant; others may hold it, too. */
    Optional<TenantEntity> hold(TenantId id) {
        return find(ALIVE, id.value()).withLock(LockModeType.PESSIMISTIC_READ).firstResultOptional();
    }

    /** By the index on sort_id. */
    List<TenantEntity> page(PageRequest request) {
        return find("sortId < ?1 and deletedAt is null", NEWEST_FIRST, request.beforeId())
                .range(0, request.fetchSize() - 1)
                .list();
    }

    List<TenantEntity> after(String id, int limit) {
        var byId = Sort.ascending("id");
        var query = id == null ? findAll(byId) : find("id > ?1", byId, id);
        return query.range(0, limit - 1).list();
    }
}
