package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.sql.Transaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Makes the tables of the coming days, and drops those of days that are kept no longer. */
@ApplicationScoped
public class Partitions {

    private static final Logger LOG = Logger.getLogger(Partitions.class);

    /** Yesterday too: an id is made a little before its row. Three days ahead outlive a weekend without this job. */
    private static final List<Integer> DAYS_AROUND_TODAY = List.of(-1, 0, 1, 2, 3);

    private final DataSource dataSource;
    private final PartitionRepository repository;
    private final Map<String, Duration> retention;
    private final Duration idempotencyRetention;
    private final InstantSource clock = InstantSource.system();

    Partitions(DataSource dataSource, PartitionRepository repository, LedgerConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.retention = Map.of("event", config.eventRetention(), "attempt", config.attemptRetention());
        this.idempotencyRetention = config.idempotencyRetention();
    }

    /** What one round did. */
    public record Round(int dropped, int keysDeleted) {}

    void start(@Observes @Priority(Instance.START_PRIORITY) StartupEvent event) throws SQLException {
        runOnce();
    }

    @Scheduled(every = "1h", delayed = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void hourly() throws SQLException {
        Round round = runOnce();
        LOG.debugf("Partitions: %s", round);
    }

    Round runOnce() throws SQLException {
        return Transaction.run(dataSource, connection -> {
            repository.takeTurn(connection);
            Instant now = clock.instant();
            int dropped = 0;
            for (var table : retention.entrySet()) {
                dropped += renew(connection, table.getKey(), now, now.minus(table.getValue()));
            }
            Instant eventsSince = now.minus(retention.get("event"));
            repository.deleteDeadLetters(connection, eventsSince);
            repository.deleteOfEvents(connection, dayOf(eventsSince));
            repository.deleteNews(connection, dayOf(now.minus(retention.get("attempt"))));
            int keys = repository.deleteKeys(connection, now.minus(idempotencyRetention), eventsSince);
            return new Round(dropped, keys);
        });
    }

    private int renew(Connection connection, String table, Instant now, Instant keptSince) throws SQLException {
        List<LocalDate> days = repository.days(connection, table);
        for (int offset : DAYS_AROUND_TODAY) {
            LocalDate day = dayOf(now).plusDays(offset);
            if (!days.contains(day)) {
                repository.create(connection, table, day);
            }
        }
        List<LocalDate> old =
                days.stream().filter(day -> day.isBefore(dayOf(keptSince))).toList();
        for (LocalDate day : old) {
            repository.drop(connection, table, day);
            LOG.infof("Dropped the %ss of %s", table, day);
        }
        return old.size();
    }

    private static LocalDate dayOf(Instant moment) {
        return moment.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
