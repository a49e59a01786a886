package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.SubscriptionId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.json.MergePatch;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;

/** Changes an endpoint's subscriptions one by one. Each change is a change of the endpoint. */
@ApplicationScoped
@Transactional
class Subscriptions {

    private final EndpointRepository repository;
    private final EndpointCatalog catalog;
    private final SubscriptionRules rules;
    private final MergePatch mergePatch;
    private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);

    Subscriptions(
            EndpointRepository repository, EndpointCatalog catalog, SubscriptionRules rules, MergePatch mergePatch) {
        this.repository = repository;
        this.catalog = catalog;
        this.rules = rules;
        this.mergePatch = mergePatch;
    }

    Subscription create(TenantId tenant, EndpointId endpointId, SubscriptionOptions options) {
        EndpointEntity endpoint = lock(tenant, endpointId);
        checkNew(endpoint, options);
        if (endpoint.subscriptions().size() >= EndpointOptions.GREATEST_SUBSCRIPTIONS) {
            throw ApiException.conflict(
                    "subscriptions",
                    "An endpoint has at most " + EndpointOptions.GREATEST_SUBSCRIPTIONS + " subscriptions");
        }
        var subscription = endpoint.subscribe(options, clock.instant());
        publish(endpoint);
        return subscription.view();
    }

    Page<Subscription> list(TenantId tenant, EndpointId endpointId, PageRequest request) {
        EndpointEntity endpoint = find(tenant, endpointId);
        return Page.of(
                        repository.subscriptions(endpoint, request),
                        request,
                        subscription -> subscription.id().value().toString())
                .map(SubscriptionEntity::view);
    }

    Subscription get(TenantId tenant, EndpointId endpointId, SubscriptionId id) {
        return of(find(tenant, endpointId), id).view();
    }

    Subscription change(TenantId tenant, EndpointId endpointId, SubscriptionId id, ObjectNode patch) {
        EndpointEntity endpoint = lock(tenant, endpointId);
        SubscriptionEntity subscription = of(endpoint, id);
        SubscriptionOptions before = subscription.options();
        SubscriptionOptions after = mergePatch.apply(patch, before, SubscriptionOptions.class, Set.of());
        if (!after.equals(before)) {
            checkNew(endpoint, after);
            subscription.change(after);
            publish(endpoint);
        }
        return subscription.view();
    }

    void delete(TenantId tenant, EndpointId endpointId, SubscriptionId id) {
        EndpointEntity endpoint = lock(tenant, endpointId);
        endpoint.unsubscribe(of(endpoint, id));
        publish(endpoint);
    }

    private void checkNew(EndpointEntity endpoint, SubscriptionOptions options) {
        if (endpoint.subscriptions().stream().anyMatch(known -> known.options().equals(options))) {
            throw ApiException.conflict("eventType", "The endpoint has this subscription already");
        }
        rules.check(options);
    }

    private void publish(EndpointEntity endpoint) {
        endpoint.changed(clock.instant());
        catalog.publish(endpoint);
    }

    private EndpointEntity find(TenantId tenant, EndpointId id) {
        return repository.findAlive(tenant, id).orElseThrow(Endpoints::notFound);
    }

    private EndpointEntity lock(TenantId tenant, EndpointId id) {
        return repository.lock(tenant, id).orElseThrow(Endpoints::notFound);
    }

    private static SubscriptionEntity of(EndpointEntity endpoint, SubscriptionId id) {
        return endpoint.subscriptions().stream()
                .filter(subscription -> subscription.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("subscription"));
    }
}
