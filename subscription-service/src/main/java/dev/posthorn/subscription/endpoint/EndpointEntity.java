package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.subscription.catalog.CatalogEntity;
import dev.posthorn.subscription.endpoint.option.EndpointStatus;
import dev.posthorn.subscription.endpoint.option.RequestTimeout;
import dev.posthorn.subscription.retry.RetrySchedule;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An endpoint's row, with the rows of its subscriptions and secrets. */
@Entity
@Table(name = "endpoint")
class EndpointEntity extends CatalogEntity {

    @Id
    private UUID id;

    private String tenantId;
    private String name;
    private String description;
    private String url;

    @Enumerated(EnumType.STRING)
    private EndpointStatus status;

    private String statusReason;
    private String sealedHeaders;
    private String sealedAuth;

    @Column(name = "timeout_millis")
    private Long timeout;

    @Column(name = "retry_pauses_millis")
    private List<Long> retryPauses;

    private String deliveryOptions;

    @OneToMany(mappedBy = "endpoint", cascade = CascadeType.ALL, orphanRemoval = true)
    @OrderBy("id")
    private List<SubscriptionEntity> subscriptions = new ArrayList<>();

    @OneToMany(mappedBy = "endpoint", cascade = CascadeType.ALL, orphanRemoval = true)
    @OrderBy("id")
    private List<SigningSecretEntity> secrets = new ArrayList<>();

    protected EndpointEntity() {}

    static EndpointEntity create(EndpointId id, TenantId tenant, Instant now) {
        var endpoint = new EndpointEntity();
        endpoint.id = id.value();
        endpoint.tenantId = tenant.value();
        endpoint.begin(now);
        return endpoint;
    }

    /** Says that something of the endpoint was changed in this transaction. */
    void changed(Instant now) {
        touch(now);
    }

    void set(EndpointOptions options, String newSealedHeaders, String newSealedAuth, Instant now) {
        url = options.url();
        name = options.name();
        description = options.description();
        if (options.status() != status) {
            status = options.status();
            statusReason = null;
        }
        sealedHeaders = newSealedHeaders;
        sealedAuth = newSealedAuth;
        timeout = options.timeout() == null ? null : options.timeout().value().toMillis();
        retryPauses =
                options.retrySchedule() == null ? null : options.retrySchedule().toMillis();
        deliveryOptions = DeliveryOptions.of(options).toJson();
        setSubscriptions(options.subscriptions(), now);
    }

    /** Those that are wanted as before keep their ids. */
    private void setSubscriptions(List<SubscriptionOptions> wanted, Instant now) {
        subscriptions.removeIf(known -> !wanted.contains(known.options()));
        var known = subscriptions.stream().map(SubscriptionEntity::options).toList();
        wanted.stream().filter(options -> !known.contains(options)).forEach(options -> subscribe(options, now));
    }

    SubscriptionEntity subscribe(SubscriptionOptions options, Instant now) {
        var subscription = SubscriptionEntity.create(this, options, now);
        subscriptions.add(subscription);
        return subscription;
    }

    void unsubscribe(SubscriptionEntity subscription) {
        subscriptions.remove(subscription);
    }

    /** Replaces the secret in use; it, and those before it, end by the given time. */
    void rotate(String sealed, Instant end, Instant now) {
        secrets.forEach(secret -> secret.endBy(end));
        secrets.removeIf(secret -> !secret.isUsedAt(now));
        secrets.add(SigningSecretEntity.create(this, sealed, now));
    }

    /** Nothing stays but that it was there. */
    void delete(Instant now) {
        name = null;
        description = null;
        url = null;
        statusReason = null;
        sealedHeaders = null;
        sealedAuth = null;
        timeout = null;
        retryPauses = null;
        deliveryOptions = null;
        subscriptions.clear();
        secrets.clear();
        bury(now);
    }

    EndpointId id() {
        return new EndpointId(id);
    }

    TenantId tenantId() {
        return new TenantId(tenantId);
    }

    String name() {
        return name;
    }

    String description() {
        return description;
    }

    String url() {
        return url;
    }

    EndpointStatus status() {
        return status;
    }

    String statusReason() {
        return statusReason;
    }

    /** Null for none. */
    String sealedHeaders() {
        return sealedHeaders;
    }

    /** Null for none. */
    String sealedAuth() {
        return sealedAuth;
    }

    /** Null for the default. */
    RequestTimeout timeout() {
        return timeout == null ? null : new RequestTimeout(Duration.ofMillis(timeout));
    }

    /** Null for the default. */
    RetrySchedule retrySchedule() {
        return RetrySchedule.ofMillis(retryPauses);
    }

    DeliveryOptions deliveryOptions() {
        return DeliveryOptions.ofJson(deliveryOptions);
    }

    /** In the order in which they were made. */
    List<SubscriptionEntity> subscriptions() {
        return List.copyOf(subscriptions);
    }

    SigningSecretEntity currentSecret() {
        return secrets.stream()
                .filter(SigningSecretEntity::isCurrent)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Endpoint " + id() + " has no secret"));
    }

    /** Those that rotations replaced, the latest first. */
    List<SigningSecretEntity> previousSecrets() {
        return secrets.reversed().stream().filter(secret -> !secret.isCurrent()).toList();
    }
}
