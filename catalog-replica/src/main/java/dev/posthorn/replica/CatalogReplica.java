package dev.posthorn.replica;

import dev.posthorn.contracts.CatalogRequest;
import dev.posthorn.foundation.job.RepeatedJob;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.time.Instant;

/**
 * The catalog in memory. {@link #current} may be called from any thread and never blocks; a caller reads it once and
 * works with what it got. Whoever keeps something derived from it observes the event {@link Catalog}, which is fired in
 * this replica's own thread, before {@link #current} shows the new one.
 */
@ApplicationScoped
public class CatalogReplica {

    /** Observers of the start with a later priority find the catalog loaded. */
    public static final int START_PRIORITY = Interceptor.Priority.LIBRARY_BEFORE;

    private static final Logger LOG = Logger.getLogger(CatalogReplica.class);

    private final CatalogRepository repository;
    private final CatalogConfig config;
    private final Event<Catalog> changed;
    private final String application;
    private volatile Catalog current = Catalog.EMPTY;
    private long revision;
    private RepeatedJob job;

    CatalogReplica(
            CatalogRepository repository,
            CatalogConfig config,
            Event<Catalog> changed,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.repository = repository;
        this.config = config;
        this.changed = changed;
        this.application = application;
    }

    void start(@Observes @Priority(START_PRIORITY) StartupEvent event) throws SQLException {
        refresh();
        // Also when there is something already: it may have been away for longer than its queue was kept.
        repository.request(new CatalogRequest(application, Instant.now()));
        job = RepeatedJob.start("catalog-refresh", config.refreshInterval(), () -> {
            refresh();
            return false;
        });
    }

    void stop(@Observes ShutdownEvent event) {
        job.close();
    }

    public Catalog current() {
        return current;
    }

    /** Reads what is new in the table. Returns the number of records. */
    public synchronized int refresh() throws SQLException {
        CatalogRepository.News news = repository.readSince(revision);
        if (!news.records().isEmpty()) {
            Catalog next = current.with(news.records());
            changed.fire(next);
            current = next;
            revision = news.revision();
            LOG.debugf("Catalog refreshed with %d records", news.records().size());
        }
        return news.records().size();
    }

    void wake() {
        job.wake();
    }
}
