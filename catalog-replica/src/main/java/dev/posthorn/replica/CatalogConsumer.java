package dev.posthorn.replica;

import dev.posthorn.contracts.CatalogChanges;
import dev.posthorn.contracts.ContractsJson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Stores what arrives on {@code posthorn.catalog}. A message that cannot be read or stored fails and is delivered again;
 * the broker moves it to the dead letters after some times, so that it never blocks the queue.
 */
@ApplicationScoped
class CatalogConsumer {

    private final CatalogRepository repository;
    private final CatalogReplica replica;

    CatalogConsumer(CatalogRepository repository, CatalogReplica replica) {
        this.repository = repository;
        this.replica = replica;
    }

    @Incoming("catalog")
    @RunOnVirtualThread
    void store(byte[] body) throws IOException, SQLException {
        repository.store(
                ContractsJson.MAPPER.readValue(body, CatalogChanges.class).records());
        replica.wake();
    }
}
