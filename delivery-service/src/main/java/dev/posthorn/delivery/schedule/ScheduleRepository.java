package dev.posthorn.delivery.schedule;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.ScheduleId;
import dev.posthorn.foundation.json.JsonText;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.foundation.sql.Query;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code schedule}. */
@ApplicationScoped
class ScheduleRepository {

    private static final String SELECT = """
            select id, tenant_id, name, cron, time_zone, type, payload, channels, priority, enabled, created_at,
                next_at, last_at, last_event_id, last_error
            from schedule""";

    /** A name that is taken breaks schedule_of_tenant. */
    private static final String ADD = """
            insert into schedule (name, cron, time_zone, type, payload, channels, priority, enabled, next_at,
                id, tenant_id, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant_id, name) do nothing""";

    /** By the primary key; waits for whoever publishes it at this moment. */
    private static final String CHANGE = """
            update schedule set name = ?, cron = ?, time_zone = ?, type = ?, payload = ?, channels = ?, priority = ?,
                enabled = ?, next_at = ?
            where id = ? and not exists (
                select 1 from schedule other
                where other.tenant_id = schedule.tenant_id and other.name = ? and other.id <> schedule.id)""";

    private static final String DELETE = """
            delete from schedule where tenant_id = ? and id = ?""";

    /** By schedule_due. */
    private static final String FIRED = """
            update schedule set next_at = ?, last_at = ?, last_event_id = ?, last_error = ? where id = ?""";

    /** A schedule that is due, and whose. */
    record Due(String tenantId, Schedule schedule) {}

    List<Schedule> list(Connection connection, String tenant, PageRequest page) throws SQLException {
        return Query.of(SELECT)
                .where("tenant_id = ?", tenant)
                .where("id < ?", page.beforeId())
                .then("order by id desc limit ?", page.fetchSize())
                .list(connection, ScheduleRepository::read);
    }

    Optional<Schedule> find(Connection connection, String tenant, ScheduleId id) throws SQLException {
        return Query.of(SELECT)
                .where("tenant_id = ?", tenant)
                .where("id = ?", id.value())
                .first(connection, ScheduleRepository::read);
    }

    Optional<Schedule> lock(Connection connection, String tenant, ScheduleId id) throws SQLException {
        return Query.of(SELECT)
                .where("tenant_id = ?", tenant)
                .where("id = ?", id.value())
                .then("for update")
                .first(connection, ScheduleRepository::read);
    }

    /** By schedule_due; what another instance publishes at this moment is left out. */
    List<Due> lockDue(Connection connection, Instant now, int most) throws SQLException {
        return Query.of(SELECT)
                .where("next_at <= ?", now.atOffset(ZoneOffset.UTC))
                .then("order by next_at limit ? for update skip locked", most)
                .list(connection, rows -> new Due(rows.getString("tenant_id"), read(rows)));
    }

    /** @throws ApiException 409 when the name is taken */
    void add(Connection connection, String tenant, Schedule schedule) throws SQLException {
        try (var statement = connection.prepareStatement(ADD)) {
            int next = setOptions(connection, statement, schedule);
            statement.setObject(next, schedule.id().value());
            statement.setString(next + 1, tenant);
            statement.setObject(next + 2, time(schedule.createdAt()));
            requireOne(statement.executeUpdate());
        }
    }

    /** @throws ApiException 409 when the name is taken */
    void change(Connection connection, Schedule schedule) throws SQLException {
        try (var statement = connection.prepareStatement(CHANGE)) {
            int next = setOptions(connection, statement, schedule);
            statement.setObject(next, schedule.id().value());
            statement.setString(next + 1, schedule.name());
            requireOne(statement.executeUpdate());
        }
    }

    private static void requireOne(int rows) {
        if (rows == 0) {
            throw ApiException.conflict("name", "The tenant has a schedule of this name already");
        }
    }

    private static int setOptions(Connection connection, PreparedStatement statement, Schedule schedule)
            throws SQLException {
        statement.setString(1, schedule.name());
        statement.setString(2, schedule.cron());
        statement.setString(3, schedule.timeZone());
        statement.setString(4, schedule.type());
        statement.setString(5, schedule.payload().value());
        statement.setArray(
                6, connection.createArrayOf("text", schedule.channels().toArray()));
        statement.setString(7, schedule.priority());
        statement.setBoolean(8, schedule.enabled());
        statement.setObject(9, time(schedule.nextAt()));
        return 10;
    }

    /** @return whether there was one */
    boolean delete(Connection connection, String tenant, ScheduleId id) throws SQLException {
        try (var statement = connection.prepareStatement(DELETE)) {
            statement.setString(1, tenant);
            statement.setObject(2, id.value());
            return statement.executeUpdate() == 1;
        }
    }

    void fired(Connection connection, ScheduleId id, Instant next, Instant at, String eventId, String error)
            throws SQLException {
        try (var statement = connection.prepareStatement(FIRED)) {
            statement.setObject(1, time(next));
            statement.setObject(2, time(at));
            statement.setString(3, eventId);
            statement.setString(4, error);
            statement.setObject(5, id.value());
            statement.executeUpdate();
        }
    }

    private static Schedule read(ResultSet rows) throws SQLException {
        return new Schedule(
                new ScheduleId(rows.getObject("id", UUID.class)),
                rows.getString("name"),
                rows.getString("cron"),
                rows.getString("time_zone"),
                rows.getString("type"),
                new JsonText(rows.getString("payload")),
                List.of((String[]) rows.getArray("channels").getArray()),
                rows.getString("priority"),
                rows.getBoolean("enabled"),
                instant(rows, "created_at"),
                instant(rows, "next_at"),
                instant(rows, "last_at"),
                rows.getString("last_event_id"),
                rows.getString("last_error"));
    }

    private static OffsetDateTime time(Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet rows, String column) throws SQLException {
        var time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
