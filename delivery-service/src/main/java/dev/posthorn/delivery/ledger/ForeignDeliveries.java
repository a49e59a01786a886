package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.job.RepeatedJob;
import dev.posthorn.foundation.sql.Transaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Leaves deliveries to endpoints of another region to the instances that are there: they are parked, and looked at by those
 * alone. Memory never holds one for longer than until its turn.
 */
@ApplicationScoped
class ForeignDeliveries {

    private static final Duration REVIEW = Duration.ofSeconds(15);

    private final DataSource dataSource;
    private final ParkingRepository repository;
    private final Endpoints endpoints;
    private RepeatedJob job;

    ForeignDeliveries(DataSource dataSource, ParkingRepository repository, Endpoints endpoints) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.endpoints = endpoints;
    }

    void start(@Observes @Priority(Instance.START_PRIORITY + 10) StartupEvent event) {
        job = RepeatedJob.start("region-review", REVIEW, () -> {
            runOnce();
            return false;
        });
    }

    void stop() {
        job.close();
    }

    /** Parks those of the taken deliveries that are not for us, in the transaction that took them. @return the others */
    List<Held> leave(Connection connection, List<Held> taken) throws SQLException {
        Map<Boolean, List<Held>> foreign = taken.stream()
                .collect(Collectors.partitioningBy(held -> endpoints.isForeign(new EndpointId(held.endpointId()))));
        repository.parkAgain(connection, foreign.get(true));
        return foreign.get(false);
    }

    /**
     * One round: corrects rows whose endpoint has moved to another region, or to none, since they were written. Their
     * instances look at those of their own region; those of a region that nobody has any more would wait for ever.
     *
     * @return how many
     */
    int runOnce() throws SQLException {
        Map<UUID, String> regional = Transaction.run(dataSource, repository::findRegional);
        int moved = 0;
        for (Map.Entry<UUID, String> row : regional.entrySet()) {
            if (!row.getValue().equals(endpoints.regionOf(new EndpointId(row.getKey())))) {
                // Each by itself: whoever locks several does so in the order of their ids.
                Transaction.run(dataSource, connection -> {
                    repository.move(connection, List.of(row.getKey()));
                    return row;
                });
                moved++;
            }
        }
        return moved;
    }
}
