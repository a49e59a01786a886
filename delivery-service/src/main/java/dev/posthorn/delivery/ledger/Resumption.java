package dev.posthorn.delivery.ledger;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.job.RepeatedJob;
import dev.posthorn.foundation.sql.Transaction;
import dev.posthorn.replica.Catalog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Lets deliveries come that wait for a paused endpoint, once it is paused no longer.
 *
 * <p>A delivery that met the endpoint while it was paused may be put to wait a moment after its resumption. Therefore the
 * rounds go on for a minute after the last change.
 */
@ApplicationScoped
class Resumption {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final long WATCH_NANOS = Duration.ofMinutes(1).toNanos();

    private final DataSource dataSource;
    private final ParkingRepository repository;
    private final Unparking unparking;
    private RepeatedJob job;
    private volatile Set<UUID> paused = Set.of();
    private volatile long watchUntil = System.nanoTime() + WATCH_NANOS;

    Resumption(DataSource dataSource, ParkingRepository repository, Unparking unparking) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.unparking = unparking;
    }

    void start(@Observes @Priority(Instance.START_PRIORITY + 10) StartupEvent event) {
        job = RepeatedJob.start("resumption", INTERVAL, () -> {
            runOnce();
            return false;
        });
    }

    void stop(@Observes ShutdownEvent event) {
        job.close();
    }

    void note(@Observes Catalog catalog) {
        Set<UUID> now = catalog.endpoints().stream()
                .filter(endpoint -> "paused".equals(endpoint.status()))
                .map(EndpointRecord::id)
                .map(id -> EndpointId.parse(id).value())
                .collect(Collectors.toUnmodifiableSet());
        if (!now.containsAll(paused)) {
            watchUntil = System.nanoTime() + WATCH_NANOS;
        }
        paused = now;
    }

    /** One round. @return how many endpoints are looked at again */
    int runOnce() throws SQLException {
        if (System.nanoTime() - watchUntil > 0) {
            return 0;
        }
        Set<UUID> still = paused;
        int resumed = Transaction.run(dataSource, connection -> repository.findForgotten(connection, still));
        if (resumed > 0) {
            unparking.wake();
        }
        return resumed;
    }
}
