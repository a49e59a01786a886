package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.TypeId;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The daily tables of event and attempt, and what else grows old. Each day's bounds are the least UUIDv7 of its midnight. */
@ApplicationScoped
class PartitionRepository {

    /** Instances take turns; the number is arbitrary, and used for nothing else. */
    private static final String TAKE_TURN = """
            select pg_advisory_xact_lock(7283640153)""";

    private static final String CREATE = """
            create table if not exists %1$s_%2$s partition of %1$s for values from ('%3$s') to ('%4$s')""";

    private static final String DROP = """
            drop table if exists %s""";

    private static final String FIND = """
            select relid::regclass::text from pg_partition_tree(?::regclass) where isleaf order by 1""";

    private static final String DELETE_KEYS = """
            delete from event_key
            where created_at < case when key like 'idempotency:%' then ?::timestamptz else ?::timestamptz end""";

    private static final String DELETE_DEAD_LETTERS = """
            delete from dead_letter where id < ?""";

    /** By the primary keys; both go by their event's id. */
    private static final String DELETE_ADDED = """
            delete from added_delivery where event_id < ?""";

    private static final String DELETE_CANCELLATIONS = """
            delete from cancellation where event_id < ?""";

    private static final String DELETE_REPLAYS = """
            delete from replay where id < ? and status in ('completed', 'cancelled')""";

    /** A batch is made after its attempts: none of them is younger. */
    private static final String DELETE_NEWS = """
            delete from attempt_news where batch < ?""";

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    void takeTurn(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(TAKE_TURN)) {
            statement.execute();
        }
    }

    void create(Connection connection, String table, LocalDate day) throws SQLException {
        String sql = CREATE.formatted(
                table, DAY.format(day), TypeId.lowest(startOf(day)), TypeId.lowest(startOf(day.plusDays(1))));
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The days that the table has a partition for. */
    List<LocalDate> days(Connection connection, String table) throws SQLException {
        try (var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, table);
            try (var rows = statement.executeQuery()) {
                var days = new ArrayList<LocalDate>();
                while (rows.next()) {
                    String name = rows.getString(1);
                    days.add(LocalDate.parse(name.substring(name.lastIndexOf('_') + 1), DAY));
                }
                return days;
            }
        }
    }

    void drop(Connection connection, String table, LocalDate day) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(DROP.formatted(table + "_" + DAY.format(day)));
        }
    }

    int deleteKeys(Connection connection, Instant idempotencyBefore, Instant idsBefore) throws SQLException {
        try (var statement = connection.prepareStatement(DELETE_KEYS)) {
            statement.setObject(1, idempotencyBefore.atOffset(ZoneOffset.UTC));
            statement.setObject(2, idsBefore.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        }
    }

    int deleteDeadLetters(Connection connection, Instant before) throws SQLException {
        return deleteBelow(connection, DELETE_DEAD_LETTERS, TypeId.lowest(before));
    }

    /** What hangs on events that are there no more. */
    void deleteOfEvents(Connection connection, LocalDate before) throws SQLException {
        UUID first = TypeId.lowest(startOf(before));
        deleteBelow(connection, DELETE_ADDED, first);
        deleteBelow(connection, DELETE_CANCELLATIONS, first);
        deleteBelow(connection, DELETE_REPLAYS, first);
    }

    private static int deleteBelow(Connection connection, String sql, UUID first) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, first);
            return statement.executeUpdate();
        }
    }

    int deleteNews(Connection connection, LocalDate before) throws SQLException {
        return deleteBelow(connection, DELETE_NEWS, TypeId.lowest(startOf(before)));
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
