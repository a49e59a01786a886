package dev.posthorn.subscription.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.contracts.TenantRecord;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.json.MergePatch;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.subscription.catalog.CatalogPublisher;
import dev.posthorn.subscription.catalog.CatalogSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import org.hibernate.exception.ConstraintViolationException;

import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** Creates, changes and deletes tenants. Every change raises the tenant's version and is told to the other services. */
@ApplicationScoped
@Transactional
public class Tenants implements CatalogSource {

    private final TenantRepository repository;
    private final CatalogPublisher catalog;
    private final MergePatch mergePatch;
    private final Event<TenantDeleted> deleted;
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

    Tenants(
            TenantRepository repository,
            CatalogPublisher catalog,
            MergePatch mergePatch,
            Event<TenantDeleted> deleted) {
        this.repository = repository;
        this.catalog = catalog;
        this.mergePatch = mergePatch;
        this.deleted = deleted;
    }

    Tenant create(NewTenant request) {
        TenantEntity known = repository.findById(request.id().value());
        if (known != null) {
            throw known.isDeleted()
                    ? ApiException.conflict("id", "There was a tenant with this id; ids are never given again")
                    : taken();
        }
        var tenant = TenantEntity.create(request.id(), request.options(), clock.instant());
        try {
            repository.persistAndFlush(tenant);
        } catch (ConstraintViolationException createdMeanwhile) {
            throw taken();
        }
        catalog.publish(tenant.toRecord());
        return tenant.view();
    }

    private static ApiException taken() {
        return ApiException.conflict("id", "There is a tenant with this id already");
    }

    Tenant get(TenantId id) {
        return repository.findAlive(id).orElseThrow(Tenants::notFound).view();
    }

    Page<Tenant> list(PageRequest request) {
        return Page.of(
                        repository.page(request),
                        request,
                        tenant -> tenant.sortId().toString())
                .map(TenantEntity::view);
    }

    Tenant change(TenantId id, ObjectNode patch) {
        var tenant = repository.lock(id).orElseThrow(Tenants::notFound);
        var before = tenant.options();
        var after = mergePatch.apply(patch, before, TenantOptions.class, Set.of());
        if (!after.equals(before)) {
            tenant.change(after, clock.instant());
            catalog.publish(tenant.toRecord());
        }
        return tenant.view();
    }

    void delete(TenantId id) {
        var tenant = repository.lock(id).orElseThrow(Tenants::notFound);
        tenant.delete(clock.instant());
        catalog.publish(tenant.toRecord());
        deleted.fire(new TenantDeleted(id, tenant.updatedAt()));
    }

    /** Answers 404 unless there is such a tenant. */
    public void require(TenantId id) {
        repository.findAlive(id).orElseThrow(Tenants::notFound);
    }

    /**
     * Whether there is such a tenant. When there is, it will not be deleted before the present transaction ends, so that
     * what is created in it never belongs to a deleted tenant.
     */
    public boolean hold(TenantId id) {
        return repository.hold(id).isPresent();
    }

    @Override
    public List<TenantRecord> recordsAfter(String id, int limit) {
        return repository.after(id, limit).stream().map(TenantEntity::toRecord).toList();
    }

    public static ApiException notFound() {
        return ApiException.notFound("tenant");
    }
}
