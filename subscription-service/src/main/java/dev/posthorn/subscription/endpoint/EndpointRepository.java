package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.list.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Endpoints' rows, with those of their subscriptions and secrets. */
@ApplicationScoped
class EndpointRepository implements PanacheRepositoryBase<EndpointEntity, UUID> {

    private static final Sort NEWEST_FIRST = Sort.descending("id");

    private static final String SUBSCRIPTIONS = """
            from SubscriptionEntity where endpoint = :endpoint and id < :before order by id desc""";

    Optional<EndpointEntity> findAlive(TenantId tenant, EndpointId id) {
        return alive(tenant, id).firstResultOptional();
    }

    /** Until the transaction ends, nobody else changes the endpoint, its subscriptions or its secrets. */
    Optional<EndpointEntity> lock(TenantId tenant, EndpointId id) {
        return alive(tenant, id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    private PanacheQuery<EndpointEntity> alive(TenantId tenant, EndpointId id) {
        return find("id = ?1 and tenantId = ?2 and deletedAt is null", id.value(), tenant.value());
    }

    List<EndpointEntity> lockAll(TenantId tenant) {
        return find("tenantId = ?1 and deletedAt is null", Sort.ascending("id"), tenant.value())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** By the index endpoint_tenant. */
    List<EndpointEntity> page(TenantId tenant, PageRequest request) {
        return find("tenantId = ?1 and id < ?2 and deletedAt is null", NEWEST_FIRST, tenant.value(), request.beforeId())
                .range(0, request.fetchSize() - 1)
                .list();
    }

    /** By the index subscription_endpoint. */
    List<SubscriptionEntity> subscriptions(EndpointEntity endpoint, PageRequest request) {
        return getEntityManager()
                .createQuery(SUBSCRIPTIONS, SubscriptionEntity.class)
                .setParameter("endpoint", endpoint)
                .setParameter("before", request.beforeId())
                .setMaxResults(request.fetchSize())
                .getResultList();
    }

    List<EndpointEntity> after(EndpointId id, int limit) {
        var byId = Sort.ascending("id");
        var query = id == null ? findAll(byId) : find("id > ?1", byId, id.value());
        return query.range(0, limit - 1).list();
    }
}
