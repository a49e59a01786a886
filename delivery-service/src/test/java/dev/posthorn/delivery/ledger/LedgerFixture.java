package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Puts events into the ledger for tests, and counts what is there. */
@ApplicationScoped
public class LedgerFixture {

    private final DataSource dataSource;
    private final LedgerRepository repository;

    LedgerFixture(DataSource dataSource, LedgerRepository repository) {
        this.dataSource = dataSource;
        this.repository = repository;
    }

    /** Events that were published before any endpoint wanted them. @return their public ids, oldest first */
    public List<String> eventsForNobody(String tenant, String type, int count) throws SQLException {
        List<AcceptedEvent> events = events(tenant, type, count, List.of(), null);
        Transaction.run(dataSource, connection -> {
            repository.addEvents(connection, events);
            return events;
        });
        return events.stream().map(AcceptedEvent::publicId).toList();
    }

    static List<AcceptedEvent> events(
            String tenant, String type, int count, List<EndpointId> endpoints, Instant deliverAt) {
        return IntStream.range(0, count)
                .mapToObj(n -> new AcceptedEvent(
                        EventId.next(),
                        tenant,
                        null,
                        type,
                        List.of(),
                        Instant.now(),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        endpoints,
                        new EventOptions(Priority.NORMAL, null, deliverAt, null)))
                .toList();
    }

    public int count(String sql, String tenant) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, tenant);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
