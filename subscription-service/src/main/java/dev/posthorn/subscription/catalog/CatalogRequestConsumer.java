package dev.posthorn.subscription.catalog;

import dev.posthorn.contracts.CatalogRequest;
import dev.posthorn.contracts.ContractsJson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

import java.io.IOException;

/**
 * Answers {@code posthorn.catalog.requests}. A request that cannot be read or answered fails and is delivered again; the
 * broker moves it to the dead letters after some times, so that it never blocks the queue.
 */
@ApplicationScoped
class CatalogRequestConsumer {

    private static final Logger LOG = Logger.getLogger(CatalogRequestConsumer.class);

    private final CatalogSnapshot snapshot;

    CatalogRequestConsumer(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    @Incoming("catalog-requests")
    @RunOnVirtualThread
    void answer(byte[] body) throws IOException {
        var request = ContractsJson.MAPPER.readValue(body, CatalogRequest.class);
        var sent = snapshot.send();
        LOG.infof("Sent the catalog to %s: %d records", request.requestedBy(), sent.records());
    }
}
