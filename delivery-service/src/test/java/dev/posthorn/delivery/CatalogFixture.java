package dev.posthorn.delivery;

import dev.posthorn.contracts.Addresses;
import dev.posthorn.contracts.ApiKeyRecord;
import dev.posthorn.contracts.CatalogChanges;
import dev.posthorn.contracts.CatalogRecord;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.contracts.EventTypeRecord;
import dev.posthorn.contracts.TenantRecord;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.identity.ApiKey;
import dev.posthorn.foundation.identity.ApiKeys;
import dev.posthorn.foundation.outbox.OutboxRepository;
import dev.posthorn.foundation.secret.Secret;
import dev.posthorn.foundation.secret.SecretCipher;
import dev.posthorn.foundation.secret.SecretsConfig;
import dev.posthorn.replica.CatalogReplica;
import jakarta.enterprise.context.ApplicationScoped;
import org.awaitility.Awaitility;

import javax.sql.DataSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Plays subscription-service: its messages take the real way over the broker. */
@ApplicationScoped
public class CatalogFixture {

    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final AtomicLong VERSIONS = new AtomicLong(1);

    private final DataSource dataSource;
    private final CatalogReplica replica;
    private final ApiKeys keys;
    private final SecretCipher cipher;

    CatalogFixture(DataSource dataSource, CatalogReplica replica, ApiKeys keys, SecretsConfig secrets) {
        this.keys = keys;
        this.dataSource = dataSource;
        this.replica = replica;
        this.cipher = new SecretCipher(secrets.key(), List.of());
    }

    public void tenant(String id) {
        send(new TenantRecord(id, VERSIONS.getAndIncrement(), false, id, List.of()));
        Awaitility.await().until(() -> replica.current().tenant(id) != null);
    }

    /**
     * @param tenant null for the operator's
     * @return the key's text
     */
    public String apiKey(String tenant, String... scopes) {
        String text = ApiKey.PREFIX + UUID.randomUUID().toString().replace("-", "");
        String hash = ApiKey.hash(text);
        send(new ApiKeyRecord(
                "key_" + hash.substring(0, 26),
                VERSIONS.getAndIncrement(),
                false,
                tenant,
                "Test",
                hash,
                Set.of(scopes),
                null));
        Awaitility.await().until(() -> keys.find(hash).await().indefinitely() != null);
        return text;
    }

    public void eventType(String name, String schema) {
        eventType(name, schema, null);
    }

    public void eventType(String name, String schema, List<Duration> retrySchedule) {
        eventType(new EventTypeRecord(name, VERSIONS.getAndIncrement(), false, schema, null, retrySchedule, null));
    }

    public void eventTypeWithSample(String name, String samplePayload) {
        eventType(new EventTypeRecord(name, VERSIONS.getAndIncrement(), false, null, null, null, samplePayload));
    }

    private void eventType(EventTypeRecord record) {
        send(record);
        Awaitility.await().until(() -> record.equals(replica.current().eventType(record.id())));
    }

    public String endpoint(String tenant, String url, String eventType, Duration... schedule) {
        return endpoint(
                tenant,
                url,
                List.of(new EndpointRecord.Subscription("sub", eventType, List.of(), null, null)),
                schedule);
    }

    public String endpoint(
            String tenant, String url, List<EndpointRecord.Subscription> subscriptions, Duration... schedule) {
        String id = EndpointId.next().toString();
        send(new EndpointRecord(
                id,
                VERSIONS.getAndIncrement(),
                false,
                tenant,
                "Test",
                url,
                "enabled",
                subscriptions,
                List.of(new EndpointRecord.SigningSecret(cipher.seal(new Secret(SECRET), id), null)),
                null,
                schedule.length == 0 ? null : List.of(schedule),
                cipher.seal(new Secret("{\"X-Own\":\"secret value\"}"), id),
                null,
                null,
                null,
                null));
        Awaitility.await().until(() -> replica.current().endpoint(id) != null);
        return id;
    }

    public void setStatus(String endpoint, String status) {
        EndpointRecord before = replica.current().endpoint(endpoint);
        change(endpoint, status, before.subscriptions(), before.pace());
    }

    public void setSubscriptions(String endpoint, EndpointRecord.Subscription... subscriptions) {
        EndpointRecord before = replica.current().endpoint(endpoint);
        change(endpoint, before.status(), List.of(subscriptions), before.pace());
    }

    /** One that takes several events in a request. */
    public String batchingEndpoint(String tenant, String url, EndpointRecord.Batching batching, Duration... schedule) {
        String id = endpoint(tenant, url, "*", schedule);
        EndpointRecord before = replica.current().endpoint(id);
        var pace = new EndpointRecord.Pace(null, null, batching, "none", "skip");
        change(id, before.status(), before.subscriptions(), pace);
        return id;
    }

    /** @param rateLimit and @param concurrency null for none */
    public void setPace(String endpoint, Integer rateLimit, Integer concurrency) {
        var pace = new EndpointRecord.Pace(rateLimit, concurrency, null, "none", "skip");
        change(endpoint, "enabled", replica.current().endpoint(endpoint).subscriptions(), pace);
    }

    /** @param ordering {@code none}, {@code strict} or {@code key} */
    public void setOrdering(String endpoint, String ordering, String onDeadLetter) {
        EndpointRecord before = replica.current().endpoint(endpoint);
        var pace = new EndpointRecord.Pace(null, null, null, ordering, onDeadLetter);
        change(endpoint, before.status(), before.subscriptions(), pace);
    }

    private void change(
            String endpoint, String status, List<EndpointRecord.Subscription> subscriptions, EndpointRecord.Pace pace) {
        EndpointRecord before = replica.current().endpoint(endpoint);
        long version = VERSIONS.getAndIncrement();
        send(new EndpointRecord(
                before.id(),
                version,
                false,
                before.tenantId(),
                before.name(),
                before.url(),
                status,
                subscriptions,
                before.secrets(),
                before.timeout(),
                before.retrySchedule(),
                before.sealedHeaders(),
                before.form(),
                pace,
                before.region(),
                before.urls()));
        Awaitility.await().until(() -> replica.current().endpoint(endpoint).version() == version);
    }

    /** Changes an endpoint's record; its id, its version and its tenant stay what they must be. */
    public void change(String endpoint, UnaryOperator<EndpointRecord> change) {
        EndpointRecord changed = change.apply(replica.current().endpoint(endpoint));
        var next = new EndpointRecord(
                endpoint,
                VERSIONS.getAndIncrement(),
                false,
                changed.tenantId(),
                changed.name(),
                changed.url(),
                changed.status(),
                changed.subscriptions(),
                changed.secrets(),
                changed.timeout(),
                changed.retrySchedule(),
                changed.sealedHeaders(),
                changed.form(),
                changed.pace(),
                changed.region(),
                changed.urls());
        send(next);
        Awaitility.await().until(() -> next.equals(replica.current().endpoint(endpoint)));
    }

    public void changeRegion(String endpoint, String region, Map<String, String> urls) {
        change(
                endpoint,
                it -> new EndpointRecord(
                        it.id(),
                        it.version(),
                        false,
                        it.tenantId(),
                        it.name(),
                        it.url(),
                        it.status(),
                        it.subscriptions(),
                        it.secrets(),
                        it.timeout(),
                        it.retrySchedule(),
                        it.sealedHeaders(),
                        it.form(),
                        it.pace(),
                        region,
                        urls));
    }

    private void send(CatalogRecord record) {
        try (var connection = dataSource.getConnection()) {
            byte[] body = ContractsJson.MAPPER.writeValueAsBytes(new CatalogChanges(List.of(record)));
            OutboxRepository.append(connection, Addresses.CATALOG, body);
        } catch (Exception e) {
            throw new IllegalStateException("The fixture cannot send", e);
        }
    }
}
