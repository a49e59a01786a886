package dev.posthorn.monitoring;

import dev.posthorn.contracts.Addresses;
import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.contracts.CatalogChanges;
import dev.posthorn.contracts.CatalogRecord;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.contracts.TenantRecord;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.outbox.OutboxRepository;
import dev.posthorn.replica.CatalogReplica;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import static org.awaitility.Awaitility.await;

/** Plays the other services: what they would say travels through the broker. */
@Singleton
public class TestBus {

    private final OutboxRepository outbox;
    private final CatalogReplica catalog;

    private final Vertx vertx;
    private final AmqpClientOptions broker;

    TestBus(
            OutboxRepository outbox,
            CatalogReplica catalog,
            Vertx vertx,
            @ConfigProperty(name = "amqp-port") int port,
            @ConfigProperty(name = "amqp-username") String username,
            @ConfigProperty(name = "amqp-password") String password) {
        this.outbox = outbox;
        this.catalog = catalog;
        this.vertx = vertx;
        this.broker = new AmqpClientOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setUsername(username)
                .setPassword(password);
    }

    public void send(AttemptBatch batch) throws IOException {
        send(ContractsJson.MAPPER.writeValueAsBytes(batch));
    }

    /** To the address of attempts, whatever it is. */
    public void send(byte[] body) {
        outbox.append(Addresses.ATTEMPTS, body);
    }

    /** To the address of attempts, from somebody who is no service of ours. */
    public void sendAsStranger(AmqpMessage message) throws Exception {
        AmqpClient client = AmqpClient.create(vertx, broker);
        try {
            client.createSender(Addresses.ATTEMPTS)
                    .compose(sender -> sender.sendWithAck(message))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } finally {
            client.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    /** A new tenant with these contacts. Returns its id when the service knows it. */
    public String tenant(String name, String... contacts) throws IOException {
        String id = "t-" + UUID.randomUUID();
        tell(new TenantRecord(id, 1, false, name, List.of(contacts)));
        await().until(() -> catalog.current().tenant(id) != null);
        return id;
    }

    /** A new endpoint. Returns its id when the service knows it. */
    public EndpointId endpoint(String tenantId, String name) throws IOException {
        EndpointId id = EndpointId.next();
        change(tenantId, id, name, "enabled", 1);
        return id;
    }

    public void change(String tenantId, EndpointId id, String name, String status, long version) throws IOException {
        tell(new EndpointRecord(
                id.toString(),
                version,
                false,
                tenantId,
                name,
                "https://hooks.acme.example/orders",
                status,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> catalog.current().endpoint(id.toString()) != null
                        && catalog.current().endpoint(id.toString()).version() == version);
    }

    private void tell(CatalogRecord record) throws IOException {
        outbox.append(Addresses.CATALOG, ContractsJson.MAPPER.writeValueAsBytes(new CatalogChanges(List.of(record))));
    }
}
