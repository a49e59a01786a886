package dev.posthorn.delivery.deadletter;

import dev.posthorn.delivery.attempt.LastAttempt;
import dev.posthorn.delivery.ledger.EventIds;
import dev.posthorn.foundation.id.DeadLetterId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;

/** Reads dead letters that wait. */
@ApplicationScoped
class DeadLetterRepository {

    private static final String COLUMNS = """
            select dead.id, dead.event_id, event.external_id, dead.endpoint_id, dead.event_type, dead.reason,
                dead.attempts, dead.created_at, last.id as attempt_id, last.outcome, last.status_code, last.started_at
            from dead_letter dead
            left join event on event.id = dead.event_id
            left join lateral (
                select id, outcome, status_code, started_at from attempt
                where attempt.event_id = dead.event_id and attempt.endpoint_id = dead.endpoint_id
                order by number desc limit 1) as last on true
            """;

    /** By dead_letter_waiting. */
    private static final String LIST = COLUMNS + """
            where dead.tenant_id = ? and dead.resolution is null and dead.id < ? and dead.id >= ?
            and (?::uuid is null or dead.endpoint_id = ?)
            and (?::text is null or dead.event_type = ?)
            order by dead.id desc limit ?""";

    /** By the primary key. */
    private static final String FIND = COLUMNS + """
            where dead.tenant_id = ? and dead.resolution is null and dead.id = ?""";

    private final DataSource dataSource;

    DeadLetterRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Which dead letters to list; null where all are meant. */
    record Filter(EndpointId endpointId, String eventType, Instant since, Instant until) {}

    private record Row(UUID id, DeadLetterView view) {}

    Page<DeadLetterView> list(String tenant, Filter filter, PageRequest page) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(LIST)) {
            UUID endpoint =
                    filter.endpointId() == null ? null : filter.endpointId().value();
            statement.setString(1, tenant);
            statement.setObject(2, page.afterId().orElse(TypeId.until(filter.until())));
            statement.setObject(3, TypeId.since(filter.since()));
            statement.setObject(4, endpoint);
            statement.setObject(5, endpoint);
            statement.setString(6, filter.eventType());
            statement.setString(7, filter.eventType());
            statement.setInt(8, page.fetchSize());
            try (var rows = statement.executeQuery()) {
                var letters = new ArrayList<Row>();
                while (rows.next()) {
                    letters.add(new Row(rows.getObject("id", UUID.class), read(rows)));
                }
                return Page.of(letters, page, row -> row.id().toString()).map(Row::view);
            }
        }
    }

    Optional<DeadLetterView> find(String tenant, DeadLetterId id) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, tenant);
            statement.setObject(2, id.value());
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(read(rows)) : Optional.empty();
            }
        }
    }

    private static DeadLetterView read(ResultSet rows) throws SQLException {
        return new DeadLetterView(
                new DeadLetterId(rows.getObject("id", UUID.class)).toString(),
                EventIds.publicId(rows.getObject("event_id", UUID.class), rows.getString("external_id")),
                new EndpointId(rows.getObject("endpoint_id", UUID.class)).toString(),
                rows.getString("event_type"),
                rows.getString("reason"),
                rows.getInt("attempts"),
                rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                LastAttempt.read(rows));
    }
}
