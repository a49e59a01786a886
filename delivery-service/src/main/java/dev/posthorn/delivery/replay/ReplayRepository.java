package dev.posthorn.delivery.replay;

import dev.posthorn.delivery.ledger.Replayable;
import dev.posthorn.delivery.replay.Replay.Source;
import dev.posthorn.delivery.replay.Replay.Walk;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.ReplayId;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.foundation.sql.Query;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The table replay. */
@ApplicationScoped
class ReplayRepository {

    private static final String ADD = """
            insert into replay (id, tenant_id, endpoint_id, source, statuses, event_type, since, until, position, stop,
                status, matched, matched_exactly, next_at, created_at, created_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, now(), now(), ?)""";

    /** By replay_open. A row that another instance works on is left to it; its lock ends with its step, or with its life. */
    private static final String LOCK_NEXT = """
            select id, tenant_id, endpoint_id, source, statuses, event_type, since, until, position, stop, created_by
            from replay where status in ('pending', 'running') and next_at <= now()
            order by next_at limit 1 for update skip locked""";

    private static final String ADVANCE = """
            update replay
            set position = ?, done = done + ?, matched = greatest(matched, done + ?), status = 'running',
                started_at = coalesce(started_at, now()), next_at = now() + ? * interval '1 microsecond'
            where id = ?""";

    /** An estimate gives way to what was found. */
    private static final String COMPLETE = """
            update replay
            set status = 'completed', ended_at = now(), matched = case when matched_exactly then matched else done end,
                matched_exactly = true
            where id = ?""";

    private static final String REST = """
            update replay set next_at = now() + ? * interval '1 microsecond' where id = ?""";

    /** Waits for a step's end; after it none begins. */
    private static final String CANCEL = """
            update replay set status = 'cancelled', ended_at = now()
            where tenant_id = ? and id = ? and status in ('pending', 'running')""";

    /** A list by replay_of_tenant, one by the primary key. */
    private static final String SELECT = """
            select id, endpoint_id, statuses, event_type, since, until, status, matched, matched_exactly, done, created_at,
                started_at, ended_at
            from replay""";

    private final DataSource dataSource;

    ReplayRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void add(Connection connection, Replay replay, Count count) throws SQLException {
        try (var statement = connection.prepareStatement(ADD)) {
            statement.setObject(1, replay.id().value());
            statement.setString(2, replay.tenantId());
            statement.setObject(3, EndpointId.valueOrNull(replay.endpointId()));
            statement.setString(4, replay.source().name().toLowerCase(Locale.ROOT));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text",
                            replay.statuses().stream().map(Replayable::toString).toArray()));
            statement.setString(6, replay.eventType());
            statement.setObject(7, atUtc(replay.since()));
            statement.setObject(8, atUtc(replay.until()));
            statement.setObject(9, replay.walk().position());
            statement.setObject(10, replay.walk().stop());
            statement.setLong(11, count.matched());
            statement.setBoolean(12, count.exact());
            statement.setString(13, replay.createdBy());
            statement.executeUpdate();
        }
    }

    /** One that is to go on, until the transaction ends. */
    Optional<Replay> lockNext(Connection connection) throws SQLException {
        return Query.of(LOCK_NEXT).first(connection, ReplayRepository::readTask);
    }

    /** @param pause before the next step */
    void advance(Connection connection, ReplayId id, UUID position, int done, Duration pause) throws SQLException {
        try (var statement = connection.prepareStatement(ADVANCE)) {
            statement.setObject(1, position);
            statement.setInt(2, done);
            statement.setInt(3, done);
            statement.setLong(4, pause.toNanos() / 1_000);
            statement.setObject(5, id.value());
            statement.executeUpdate();
        }
    }

    void rest(Connection connection, ReplayId id, Duration pause) throws SQLException {
        try (var statement = connection.prepareStatement(REST)) {
            statement.setLong(1, pause.toNanos() / 1_000);
            statement.setObject(2, id.value());
            statement.executeUpdate();
        }
    }

    void complete(Connection connection, ReplayId id) throws SQLException {
        try (var statement = connection.prepareStatement(COMPLETE)) {
            statement.setObject(1, id.value());
            statement.executeUpdate();
        }
    }

    /** @return false when there is none that could still be cancelled */
    boolean cancel(Connection connection, String tenant, ReplayId id) throws SQLException {
        try (var statement = connection.prepareStatement(CANCEL)) {
            statement.setString(1, tenant);
            statement.setObject(2, id.value());
            return statement.executeUpdate() == 1;
        }
    }

    Page<ReplayView> list(String tenant, PageRequest page) throws SQLException {
        var query = Query.of(SELECT)
                .where("tenant_id = ?", tenant)
                .where("id < ?", page.beforeId())
                .then("order by id desc limit ?", page.fetchSize());
        try (var connection = dataSource.getConnection()) {
            return Page.of(
                    query.list(connection, ReplayRepository::read),
                    page,
                    view -> view.id().value().toString());
        }
    }

    Optional<ReplayView> find(Connection connection, String tenant, ReplayId id) throws SQLException {
        return Query.of(SELECT)
                .where("tenant_id = ?", tenant)
                .where("id = ?", id.value())
                .first(connection, ReplayRepository::read);
    }

    private static Replay readTask(ResultSet rows) throws SQLException {
        return new Replay(
                new ReplayId(rows.getObject("id", UUID.class)),
                rows.getString("tenant_id"),
                readEndpoint(rows),
                Source.valueOf(rows.getString("source").toUpperCase(Locale.ROOT)),
                readStatuses(rows),
                rows.getString("event_type"),
                readTime(rows, "since"),
                readTime(rows, "until"),
                new Walk(rows.getObject("position", UUID.class), rows.getObject("stop", UUID.class)),
                rows.getString("created_by"));
    }

    private static ReplayView read(ResultSet rows) throws SQLException {
        return new ReplayView(
                new ReplayId(rows.getObject("id", UUID.class)),
                readEndpoint(rows),
                List.copyOf(readStatuses(rows)),
                rows.getString("event_type"),
                readTime(rows, "since"),
                readTime(rows, "until"),
                rows.getString("status"),
                rows.getLong("matched"),
                rows.getBoolean("matched_exactly"),
                rows.getLong("done"),
                readTime(rows, "created_at"),
                readTime(rows, "started_at"),
                readTime(rows, "ended_at"));
    }

    private static EndpointId readEndpoint(ResultSet rows) throws SQLException {
        UUID id = rows.getObject("endpoint_id", UUID.class);
        return id == null ? null : new EndpointId(id);
    }

    private static Set<Replayable> readStatuses(ResultSet rows) throws SQLException {
        var statuses = EnumSet.noneOf(Replayable.class);
        for (String status : (String[]) rows.getArray("statuses").getArray()) {
            statuses.add(Replayable.of(status));
        }
        return statuses;
    }

    private static Instant readTime(ResultSet rows, String column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime atUtc(Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }
}
