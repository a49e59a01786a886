package dev.posthorn.subscription.apikey;

import dev.posthorn.contracts.ApiKeyRecord;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.ApiKeyId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.identity.Caller;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.subscription.catalog.CatalogPublisher;
import dev.posthorn.subscription.catalog.CatalogSource;
import dev.posthorn.subscription.tenant.TenantDeleted;
import dev.posthorn.subscription.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Issues and revokes API keys. Every change is told to the other services. */
@ApplicationScoped
@Transactional
class IssuedKeys implements CatalogSource {

    private final ApiKeyRepository repository;
    private final CatalogPublisher catalog;
    private final Tenants tenants;
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

    IssuedKeys(ApiKeyRepository repository, CatalogPublisher catalog, Tenants tenants) {
        this.repository = repository;
        this.catalog = catalog;
        this.tenants = tenants;
    }

    CreatedKey create(NewApiKey request, Caller creator) {
        TenantId tenant = tenantOf(request, creator);
        checkScopes(request.scopes(), creator);
        Instant now = clock.instant();
        if (request.expiresAt() != null && !request.expiresAt().isAfter(now)) {
            throw ApiException.invalid("expiresAt", "Field expiresAt must be in the future");
        }
        if (tenant != null && !tenants.hold(tenant)) {
            throw ApiException.invalid("tenantId", "There is no tenant " + tenant);
        }
        KeyText text = KeyText.generate();
        Instant expiresAt =
                request.expiresAt() == null ? null : request.expiresAt().truncatedTo(ChronoUnit.MILLIS);
        var key = ApiKeyEntity.create(text.hash(), request.name(), tenant, request.scopes(), expiresAt, now);
        repository.persist(key);
        catalog.publish(key.toRecord());
        return key.view().with(text);
    }

    /** Null for a key of the operator. */
    private static TenantId tenantOf(NewApiKey request, Caller creator) {
        if (creator.isOperator()) {
            return request.tenantId();
        }
        var own = new TenantId(creator.tenantId());
        if (request.tenantId() != null && !request.tenantId().equals(own)) {
            throw Tenants.notFound();
        }
        return own;
    }

    private static void checkScopes(Set<Scope> scopes, Caller creator) {
        for (Scope scope : scopes) {
            if (!creator.permissions().contains(scope.permission())) {
                throw ApiException.forbidden("You cannot give away what you may not do yourself: " + scope);
            }
        }
    }

    /** Makes sure that a key of the operator that comes from the configuration is there, unless it was revoked. */
    void ensure(KeyText text, String name) {
        if (repository.isKnown(text.hash())) {
            return;
        }
        var key = ApiKeyEntity.create(text.hash(), name, null, EnumSet.allOf(Scope.class), null, clock.instant());
        repository.persistAndFlush(key);
        catalog.publish(key.toRecord());
    }

    /** @param tenant null for keys of all */
    Page<IssuedKey> list(String tenant, PageRequest request) {
        return Page.of(
                        repository.page(tenant, request),
                        request,
                        key -> key.id().value().toString())
                .map(ApiKeyEntity::view);
    }

    IssuedKey get(ApiKeyId id, Caller caller) {
        return repository
                .findAlive(id, caller.tenantId())
                .orElseThrow(IssuedKeys::notFound)
                .view();
    }

    void revoke(ApiKeyId id, Caller caller) {
        var key = repository.lock(id, caller.tenantId()).orElseThrow(IssuedKeys::notFound);
        key.delete(clock.instant());
        catalog.publish(key.toRecord());
    }

    void revokeAll(@Observes TenantDeleted event) {
        List<ApiKeyEntity> keys = repository.lockAll(event.tenant());
        keys.forEach(key -> key.delete(event.at()));
        catalog.publish(keys.stream().map(ApiKeyEntity::toRecord).toList());
    }

    @Override
    public List<ApiKeyRecord> recordsAfter(String id, int limit) {
        ApiKeyId after = id == null ? null : ApiKeyId.parse(id);
        return repository.after(after, limit).stream()
                .map(ApiKeyEntity::toRecord)
                .toList();
    }

    private static ApiException notFound() {
        return ApiException.notFound("API key");
    }
}
