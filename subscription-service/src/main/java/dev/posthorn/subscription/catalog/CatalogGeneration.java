package dev.posthorn.subscription.catalog;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.sql.SQLException;

/**
 * Sends the whole catalog once for each form it has had: at the very first start, and again when a release has added
 * something to its records that other services would otherwise learn only with each record's next change.
 */
@ApplicationScoped
class CatalogGeneration {

    /** To be raised together with a new field in the records. */
    static final int CURRENT = 1;

    private static final Logger LOG = Logger.getLogger(CatalogGeneration.class);

    private final CatalogSnapshot snapshot;
    private final CatalogGenerationRepository repository;

    CatalogGeneration(CatalogSnapshot snapshot, CatalogGenerationRepository repository) {
        this.snapshot = snapshot;
        this.repository = repository;
    }

    void start(@Observes StartupEvent event) throws SQLException {
        if (repository.isSent(CURRENT)) {
            return;
        }
        var sent = snapshot.send();
        // Only now: killed before, the next start sends it again, which does no harm.
        repository.markSent(CURRENT);
        LOG.infof("Sent generation %d of the catalog: %d records", CURRENT, sent.records());
    }
}
