package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.json.MergePatch;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.subscription.endpoint.auth.Auth;
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
import java.util.Objects;
import java.util.Set;

/** Creates, changes and deletes endpoints. Every change raises the endpoint's version and is told to the other services. */
@ApplicationScoped
@Transactional
class Endpoints {

    /** Sent as a whole: the parts of one kind of them mean nothing for another. */
    private static final Set<String> VALUES = Set.of("signature", "auth");

    private final EndpointRepository repository;
    private final EndpointCatalog catalog;
    private final EndpointSeal seal;
    private final Tenants tenants;
    private final EndpointRules rules;
    private final MergePatch mergePatch;
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

    Endpoints(
            EndpointRepository repository,
            EndpointCatalog catalog,
            EndpointSeal seal,
            Tenants tenants,
            EndpointRules rules,
            MergePatch mergePatch) {
        this.repository = repository;
        this.catalog = catalog;
        this.seal = seal;
        this.tenants = tenants;
        this.rules = rules;
        this.mergePatch = mergePatch;
    }

    Endpoint create(TenantId tenant, NewEndpoint request) {
        if (!tenants.hold(tenant)) {
            throw Tenants.notFound();
        }
        EndpointOptions options = request.options();
        Instant now = clock.instant();
        rules.checkNew(options, now);
        EndpointId id = EndpointId.next();
        var endpoint = EndpointEntity.create(id, tenant, now);
        endpoint.set(options, seal.seal(options.headers(), id), seal.seal(options.auth(), id), now);
        beginSecrets(endpoint, options, now);
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
        EndpointOptions after = mergePatch.apply(patch, before, EndpointOptions.class, VALUES);
        if (after.equals(before)) {
            return view(endpoint);
        }
        Instant now = clock.instant();
        rules.checkChange(before, after, now);
        boolean sameHeaders = after.headers().equals(before.headers());
        boolean sameAuth = Objects.equals(after.auth(), before.auth());
        endpoint.set(
                after,
                sameHeaders ? endpoint.sealedHeaders() : seal.seal(after.headers(), id),
                sameAuth ? endpoint.sealedAuth() : seal.seal(after.auth(), id),
                now);
        if (after.signature().scheme().isAsymmetric()
                != before.signature().scheme().isAsymmetric()) {
            beginSecrets(endpoint, after, now);
        }
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

    /** With one that fits the scheme. All others end, so that those of an endpoint are always of one kind. */
    private void beginSecrets(EndpointEntity endpoint, EndpointOptions options, Instant now) {
        var secret = WebhookSecret.generateFor(options.signature().scheme());
        endpoint.rotate(seal.seal(secret, endpoint.id()), now, now);
    }

    /** With its credentials hidden, as those see it who send a patch. */
    private EndpointOptions options(EndpointEntity endpoint) {
        DeliveryOptions options = endpoint.deliveryOptions();
        Auth auth = seal.openAuth(endpoint.sealedAuth(), endpoint.id());
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
                endpoint.retrySchedule(),
                options.rateLimit(),
                options.concurrency(),
                options.format(),
                options.signature(),
                options.batching(),
                options.ordering(),
                options.onDeadLetter(),
                options.region(),
                options.urls(),
                auth == null ? null : auth.hidden());
    }

    private Endpoint view(EndpointEntity endpoint) {
        EndpointOptions options = options(endpoint);
        return new Endpoint(
                endpoint.id(),
                endpoint.tenantId(),
                endpoint.url(),
                endpoint.name(),
                endpoint.description(),
                endpoint.status(),
                endpoint.statusReason(),
                endpoint.subscriptions().stream().map(SubscriptionEntity::view).toList(),
                options.headers(),
                options.timeout(),
                options.retrySchedule(),
                options.rateLimit(),
                options.concurrency(),
                options.format(),
                options.signature(),
                options.batching(),
                options.ordering(),
                options.effectiveOnDeadLetter(),
                options.region(),
                options.urls(),
                options.auth(),
                endpoint.createdAt(),
                endpoint.updatedAt());
    }

    static ApiException notFound() {
        return ApiException.notFound("endpoint");
    }
}
