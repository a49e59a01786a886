package dev.posthorn.subscription.catalog;

import dev.posthorn.contracts.CatalogChanges;
import dev.posthorn.contracts.CatalogRecord;
import dev.posthorn.contracts.ContractsJson;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.config.Config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another service's queue of catalog changes, read as that service reads it. */
public final class CatalogQueue implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final AmqpClient client;
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    public CatalogQueue(Config config, String queue) {
        this.client = AmqpClient.create(
                vertx,
                new AmqpClientOptions()
                        .setHost(config.getValue("amqp-host", String.class))
                        .setPort(config.getValue("amqp-port", Integer.class))
                        .setUsername(config.getValue("amqp-username", String.class))
                        .setPassword(config.getValue("amqp-password", String.class)));
        client.createReceiver("posthorn.catalog::" + queue)
                .onSuccess(receiver -> receiver.handler(this::receive))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void receive(AmqpMessage message) {
        if (!message.isDurable()) {
            throw new IllegalStateException("A message of the catalog was not durable");
        }
        bodies.add(message.bodyAsBinary().getBytes());
    }

    /** The messages as they came. */
    public List<byte[]> bodies() {
        return List.copyOf(bodies);
    }

    public void forget() {
        bodies.clear();
    }

    public List<CatalogRecord> records() {
        return bodies.stream().flatMap(body -> read(body).records().stream()).toList();
    }

    /** What came last of a record. */
    public <T extends CatalogRecord> Optional<T> latest(Class<T> type, String id) {
        return records().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(record -> record.id().equals(id))
                .max((a, b) -> Long.compare(a.version(), b.version()));
    }

    public static CatalogChanges read(byte[] body) {
        try {
            return ContractsJson.MAPPER.readValue(body, CatalogChanges.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
