package dev.posthorn.subscription.endpoint;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.subscription.catalog.CatalogPublisher;
import dev.posthorn.subscription.catalog.CatalogSource;
import dev.posthorn.subscription.retry.RetrySchedule;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.stream.Stream;

/** Endpoints as the other services know them. */
@ApplicationScoped
class EndpointCatalog implements CatalogSource {

    private static final EndpointRecord.Subscription ALL_EVENTS =
            new EndpointRecord.Subscription(null, "*", null, null, null);

    private final EndpointRepository repository;
    private final CatalogPublisher publisher;

    EndpointCatalog(EndpointRepository repository, CatalogPublisher publisher) {
        this.repository = repository;
        this.publisher = publisher;
    }

    void publish(EndpointEntity endpoint) {
        publisher.publish(toRecord(endpoint));
    }

    void publish(List<EndpointEntity> endpoints) {
        publisher.publish(endpoints.stream().map(EndpointCatalog::toRecord).toList());
    }

    @Override
    public List<EndpointRecord> recordsAfter(String id, int limit) {
        EndpointId after = id == null ? null : EndpointId.parse(id);
        return repository.after(after, limit).stream()
                .map(EndpointCatalog::toRecord)
                .toList();
    }

    private static EndpointRecord toRecord(EndpointEntity endpoint) {
        String id = endpoint.id().toString();
        String tenant = endpoint.tenantId().value();
        if (endpoint.isDeleted()) {
            return EndpointRecord.deleted(id, endpoint.version(), tenant);
        }
        RetrySchedule schedule = endpoint.retrySchedule();
        DeliveryOptions options = endpoint.deliveryOptions();
        return new EndpointRecord(
                id,
                endpoint.version(),
                false,
                tenant,
                endpoint.name(),
                endpoint.url(),
                endpoint.status().toString(),
                subscriptionsOf(endpoint),
                secretsOf(endpoint),
                endpoint.timeout() == null ? null : endpoint.timeout().value(),
                schedule == null ? null : schedule.pauses(),
                endpoint.sealedHeaders(),
                options.toForm(endpoint.sealedAuth()),
                options.toPace(),
                options.regionName(),
                options.regionalUrls());
    }

    private static List<EndpointRecord.Subscription> subscriptionsOf(EndpointEntity endpoint) {
        var own = endpoint.subscriptions().stream()
                .map(SubscriptionEntity::toRecord)
                .toList();
        return own.isEmpty() ? List.of(ALL_EVENTS) : own;
    }

    /** Expired ones too: whoever signs looks at the time himself. */
    private static List<EndpointRecord.SigningSecret> secretsOf(EndpointEntity endpoint) {
        return Stream.concat(Stream.of(endpoint.currentSecret()), endpoint.previousSecrets().stream())
                .map(SigningSecretEntity::toRecord)
                .toList();
    }
}
