package dev.posthorn.delivery.deadletter;

import dev.posthorn.delivery.attempt.LastAttempt;
import dev.posthorn.delivery.ledger.EventIds;
import dev.posthorn.foundation.id.DeadLetterId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.foundation.sql.Query;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Reads dead letters that wait. */
@ApplicationScoped
class DeadLetterRepository {

    /** A list by dead_letter_waiting or dead_letter_of_endpoint, one by the primary key. */
    private static final String SELECT = """
            select dead.id, dead.event_id, event.external_id, dead.endpoint_id, dead.event_type, dead.reason,
                dead.detail, dead.attempts, dead.created_at, last.id as attempt_id, last.outcome, last.status_code, last.started_at
            from dead_letter dead
            left join event on event.id = dead.event_id
            left join lateral (
                select id, outcome, status_code, started_at from attempt
                where attempt.event_id = dead.event_id and attempt.endpoint_id = dead.endpoint_id
                order by number desc limit 1) as last on true""";

    private final DataSource dataSource;

    DeadLetterRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Which dead letters to list; null where all are meant. */
    record Filter(EndpointId endpointId, String eventType, Instant since, Instant until) {}

    private record Row(UUID id, DeadLetterView view) {}

    Page<DeadLetterView> list(String tenant, Filter filter, PageRequest page) throws SQLException {
        var query = Query.of(SELECT)
                .where("dead.tenant_id = ?", tenant)
                .where("dead.resolution is null")
                .where("dead.id < ?", page.afterId().orElse(TypeId.until(filter.until())))
                .where("dead.id >= ?", TypeId.since(filter.since()))
                .whereAsked("dead.endpoint_id = ?", EndpointId.valueOrNull(filter.endpointId()))
                .whereAsked("dead.event_type = ?", filter.eventType())
                .then("order by dead.id desc limit ?", page.fetchSize());
        try (var connection = dataSource.getConnection()) {
            var letters = query.list(connection, rows -> new Row(rows.getObject("id", UUID.class), read(rows)));
            return Page.of(letters, page, row -> row.id().toString()).map(Row::view);
        }
    }

    Optional<DeadLetterView> find(String tenant, DeadLetterId id) throws SQLException {
        var query = Query.of(SELECT)
                .where("dead.tenant_id = ?", tenant)
                .where("dead.resolution is null")
                .where("dead.id = ?", id.value());
        try (var connection = dataSource.getConnection()) {
            return query.first(connection, DeadLetterRepository::read).map(letter -> letter.withUrl(tenant));
        }
    }

    private static DeadLetterView read(ResultSet rows) throws SQLException {
        return new DeadLetterView(
                new DeadLetterId(rows.getObject("id", UUID.class)).toString(),
                EventIds.publicId(rows.getObject("event_id", UUID.class), rows.getString("external_id")),
                new EndpointId(rows.getObject("endpoint_id", UUID.class)).toString(),
                rows.getString("event_type"),
                rows.getString("reason"),
                rows.getString("detail"),
                rows.getInt("attempts"),
                rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                LastAttempt.read(rows),
                null);
    }
}
