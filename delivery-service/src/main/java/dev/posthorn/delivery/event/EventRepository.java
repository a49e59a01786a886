package dev.posthorn.delivery.event;

import dev.posthorn.delivery.ledger.EventIds;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.foundation.sql.Query;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Looks events up. */
@ApplicationScoped
class EventRepository {

    /** By event_of_tenant, newest partition first; stops at the page's end. */
    private static final String LIST = """
            select id, external_id, type, channels, created_at, cardinality(endpoint_ids) as deliveries,
                priority, ordering_key, deliver_at, region, payload_expunged_at
            from event""";

    /** By the primary key. */
    private static final String FIND = """
            select id, external_id, type, channels, created_at, cardinality(endpoint_ids) as deliveries,
                priority, ordering_key, deliver_at, region, payload_expunged_at, payload
            from event where tenant_id = ? and id = ?""";

    /** JSON's null. */
    private static final String EXPUNGED = "null";

    private final DataSource dataSource;

    EventRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Which events to list; null where all are meant. */
    record Filter(String type, String channel, Instant since, Instant until) {}

    private record Row(UUID id, EventView view) {}

    Page<EventView> list(String tenant, Filter filter, PageRequest page) throws SQLException {
        var query = Query.of(LIST)
                .where("tenant_id = ?", tenant)
                .where("id < ?", page.afterId().orElse(TypeId.until(filter.until())))
                .where("id >= ?", TypeId.since(filter.since()))
                .whereAsked("type = ?", filter.type())
                .whereAsked("? = any(channels)", filter.channel())
                .then("order by id desc limit ?", page.fetchSize());
        try (var connection = dataSource.getConnection()) {
            var events = query.list(connection, rows -> new Row(rows.getObject("id", UUID.class), read(rows, null)));
            return Page.of(events, page, row -> row.id().toString()).map(Row::view);
        }
    }

    Optional<EventView> find(String tenant, String publicId) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            Optional<UUID> id = EventIds.resolve(connection, tenant, publicId);
            return id.isEmpty() ? Optional.empty() : find(connection, tenant, id.get());
        }
    }

    private static Optional<EventView> find(Connection connection, String tenant, UUID id) throws SQLException {
        try (var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, tenant);
            statement.setObject(2, id);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(read(rows, payload(rows))) : Optional.empty();
            }
        }
    }

    private static String payload(ResultSet rows) throws SQLException {
        String payload = new String(rows.getBytes("payload"), StandardCharsets.UTF_8);
        return payload.isEmpty() ? EXPUNGED : payload;
    }

    private static EventView read(ResultSet rows, String payload) throws SQLException {
        return new EventView(
                EventIds.publicId(rows.getObject("id", UUID.class), rows.getString("external_id")),
                rows.getString("type"),
                List.of((String[]) rows.getArray("channels").getArray()),
                rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                rows.getInt("deliveries"),
                Priority.values()[rows.getInt("priority")].toString(),
                rows.getString("ordering_key"),
                readTime(rows, "deliver_at"),
                rows.getString("region"),
                payload,
                readTime(rows, "payload_expunged_at"));
    }

    private static Instant readTime(ResultSet rows, String column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
