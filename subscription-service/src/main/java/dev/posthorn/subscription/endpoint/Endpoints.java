package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.foundation.egress.EgressConfig;
import dev.posthorn.foundation.egress.UrlRules;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.json.MergePatch;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.subscription.endpoint.option.WebhookSecret;
import dev.posthorn.subscription.tenant.TenantDeleted;
import dev.posthorn.subscription.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** Creates, changes and deletes endpoints. Every change raises the endpoint's version and is told to the other services. */
@ApplicationScoped
@Transactional
class Endpoints {

    private final EndpointRepository repository;
    private final EndpointCatalog catalog;
    private final EndpointSeal seal;
    private final Tenants tenants;
    private final SubscriptionRules subscriptionRules;
    private final MergePatch mergePatch;
    private final UrlRules urlRules;
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

    Endpoints(
            EndpointRepository repository,
            EndpointCatalog catalog,
            EndpointSeal seal,
            Tenants tenants,
            SubscriptionRules subscriptionRules,
            MergePatch mergePatch,
            EgressConfig egress) {
        this.repository = repository;
        this.catalog = catalog;
        this.seal = seal;
        this.tenants = tenants;
        this.subscriptionRules = subscriptionRules;
        this.mergePatch = mergePatch;
        this.urlRules = UrlRules.of(egress);
    }

    Endpoint create(TenantId tenant, NewEndpoint request) {
        if (!tenants.hold(tenant)) {
            throw Tenants.notFound();
        }
        EndpointOptions options = request.options();
        checkUrl(options.url());
        subscriptionRules.check(options.subscriptions(), List.of());
        Instant now = clock.instant();
        EndpointId id = EndpointId.next();
        var endpoint = EndpointEntity.create(id, tenant, now);
        endpoint.set(options, seal.seal(options.headers(), id), now);
        endpoint.rotate(seal.seal(WebhookSecret.generate(), id), now, now);
        repository.persist(endpoint);
        catalog.publish(endpoint);
        return view(endpoint);
    }

    Endpoint get(TenantId tenant, EndpointId id) {
        return view(repository.findAlive(tenant, id).orElseThrow(Endpoints::notFound));
    }

    Page<Endpoint> list(TenantId tenant, PageRequest request) {
        tenants.require(tenant);
        return Page.of(
                        repository.page(tenant, request),
                        request,
                        endpoint -> endpoint.id().value().toString())
                .map(this::view);
    }

    Endpoint change(TenantId tenant, EndpointId id, ObjectNode patch) {
        EndpointEntity endpoint = lock(tenant, id);
        EndpointOptions before = options(endpoint);
        EndpointOptions after = mergePatch.apply(patch, before, EndpointOptions.class, Set.of());
        if (after.equals(before)) {
            return view(endpoint);
        }
        // What was right when it was set is not judged again: rules and event types may have changed since.
        if (!after.url().equals(before.url())) {
            checkUrl(after.url());
        }
        subscriptionRules.check(after.subscriptions(), before.subscriptions());
        Instant now = clock.instant();
        boolean sameHeaders = after.headers().equals(before.headers());
        endpoint.set(after, sameHeaders ? endpoint.sealedHeaders() : seal.seal(after.headers(), id), now);
        endpoint.changed(now);
        catalog.publish(endpoint);
        return view(endpoint);
    }

    void delete(TenantId tenant, EndpointId id) {
        EndpointEntity endpoint = lock(tenant, id);
        endpoint.delete(clock.instant());
        catalog.publish(endpoint);
    }

    void deleteAll(@Observes TenantDeleted event) {
        List<EndpointEntity> endpoints = repository.lockAll(event.tenant());
        endpoints.forEach(endpoint -> endpoint.delete(event.at()));
        catalog.publish(endpoints);
    }

    private EndpointEntity lock(TenantId tenant, EndpointId id) {
        return repository.lock(tenant, id).orElseThrow(Endpoints::notFound);
    }

    private void checkUrl(String url) {
        urlRules.refusal(url).ifPresent(refusal -> {
            throw ApiException.invalid("url", refusal);
        });
    }

    private EndpointOptions options(EndpointEntity endpoint) {
        return new EndpointOptions(
                endpoint.url(),
                endpoint.name(),
                endpoint.description(),
                endpoint.status(),
                endpoint.subscriptions().stream()
                        .map(SubscriptionEntity::options)
                        .toList(),
                seal.openHeaders(endpoint.sealedHeaders(), endpoint.id()),
                endpoint.timeout(),
                endpoint.retrySchedule());
    }

    private Endpoint view(EndpointEntity endpoint) {
        return new Endpoint(
                endpoint.id(),
                endpoint.tenantId(),
                endpoint.url(),
                endpoint.name(),
                endpoint.description(),
                endpoint.status(),
                endpoint.statusReason(),
                endpoint.subscriptions().stream().map(SubscriptionEntity::view).toList(),
                seal.openHeaders(endpoint.sealedHeaders(), endpoint.id()),
                endpoint.timeout(),
                endpoint.retrySchedule(),
                endpoint.createdAt(),
                endpoint.updatedAt());
    }

    static ApiException notFound() {
        return ApiException.notFound("endpoint");
    }
}
