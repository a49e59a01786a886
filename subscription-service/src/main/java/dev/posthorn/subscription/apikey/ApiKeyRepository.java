package dev.posthorn.subscription.apikey;

import dev.posthorn.foundation.id.ApiKeyId;
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

/** API keys' rows. */
@ApplicationScoped
class ApiKeyRepository implements PanacheRepositoryBase<ApiKeyEntity, UUID> {

    private static final Sort NEWEST_FIRST = Sort.descending("id");

    /** By the unique index on hash. */
    Optional<ApiKeyEntity> findAlive(String hash) {
        return find("hash = ?1 and deletedAt is null", hash).firstResultOptional();
    }

    /** Revoked ones, too. */
    boolean isKnown(String hash) {
        return count("hash", hash) > 0;
    }

    /** @param tenant null for keys of all */
    Optional<ApiKeyEntity> findAlive(ApiKeyId id, String tenant) {
        return alive(id, tenant).firstResultOptional();
    }

    /** Until the transaction ends, nobody else revokes the key. */
    Optional<ApiKeyEntity> lock(ApiKeyId id, String tenant) {
        return alive(id, tenant).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    private PanacheQuery<ApiKeyEntity> alive(ApiKeyId id, String tenant) {
        String one = "id = ?1 and deletedAt is null";
        return tenant == null ? find(one, id.value()) : find(one + " and tenantId = ?2", id.value(), tenant);
    }

    List<ApiKeyEntity> lockAll(TenantId tenant) {
        return find("tenantId = ?1 and deletedAt is null", Sort.ascending("id"), tenant.value())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** By the primary key, or for a tenant by the index api_key_tenant. */
    List<ApiKeyEntity> page(String tenant, PageRequest request) {
        String older = "id < ?1 and deletedAt is null";
        var query = tenant == null
                ? find(older, NEWEST_FIRST, request.beforeId())
                : find(older + " and tenantId = ?2", NEWEST_FIRST, request.beforeId(), tenant);
        return query.range(0, request.fetchSize() - 1).list();
    }

    List<ApiKeyEntity> after(ApiKeyId id, int limit) {
        var byId = Sort.ascending("id");
        var query = id == null ? findAll(byId) : find("id > ?1", byId, id.value());
        return query.range(0, limit - 1).list();
    }
}
