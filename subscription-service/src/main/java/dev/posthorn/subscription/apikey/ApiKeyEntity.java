package dev.posthorn.subscription.apikey;

import dev.posthorn.contracts.ApiKeyRecord;
import dev.posthorn.foundation.id.ApiKeyId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.identity.ApiKey;
import dev.posthorn.subscription.catalog.CatalogEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** An API key's row. */
@Entity
@Table(name = "api_key")
class ApiKeyEntity extends CatalogEntity {

    @Id
    private UUID id;

    private String tenantId;
    private String name;
    private String hash;
    private List<String> scopes;
    private Instant expiresAt;

    protected ApiKeyEntity() {}

    /**
     * @param tenant null for a key of the operator
     * @param expiresAt null when it does not expire
     */
    static ApiKeyEntity create(
            String hash, String name, TenantId tenant, Collection<Scope> scopes, Instant expiresAt, Instant now) {
        var key = new ApiKeyEntity();
        key.id = ApiKeyId.next().value();
        key.hash = hash;
        key.name = name;
        key.tenantId = tenant == null ? null : tenant.value();
        key.scopes = scopes.stream().sorted().map(Scope::toString).toList();
        key.expiresAt = expiresAt;
        key.begin(now);
        return key;
    }

    /** The digest stays, so that the same key is never accepted again. */
    void delete(Instant now) {
        name = null;
        scopes = List.of();
        bury(now);
    }

    ApiKeyId id() {
        return new ApiKeyId(id);
    }

    IssuedKey view() {
        return new IssuedKey(
                id(),
                name,
                tenantId == null ? null : new TenantId(tenantId),
                scopes.stream().map(Scope::of).toList(),
                expiresAt,
                createdAt());
    }

    ApiKey toApiKey() {
        return new ApiKey(id().toString(), tenantId, Set.copyOf(scopes), expiresAt);
    }

    ApiKeyRecord toRecord() {
        return isDeleted()
                ? ApiKeyRecord.deleted(id().toString(), version())
                : new ApiKeyRecord(
                        id().toString(), version(), false, tenantId, name, hash, Set.copyOf(scopes), expiresAt);
    }
}
