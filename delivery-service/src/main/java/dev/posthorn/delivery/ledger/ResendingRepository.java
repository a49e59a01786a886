package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.TypeId;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The statements of {@link Resending}. Each joins the transaction of the connection it is given. */
@ApplicationScoped
class ResendingRepository {

    private static final String HAS_EVENT = """
            select exists (select 1 from event where tenant_id = ? and id = ?)""";

    private static final String WAS_MATCHED = """
            select exists (select 1 from event where id = ? and ? = any(endpoint_ids))""";

    private static final String COUNT_ATTEMPTS = """
            select coalesce(max(number), 0) from attempt where event_id = ? and endpoint_id = ?""";

    /** What waits in an ordered lane cannot overtake, and goes when its lane goes. */
    private static final String MAKE_DUE = """
            update retry set due_at = case when lane_position is null then now() else due_at end
            where event_id = ? and endpoint_id = ?""";

    private static final String ADD_DUE = """
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger)
            values (?, ?, ?, now(), ?, 0, ?)
            on conflict (event_id, endpoint_id) do update set due_at = now() where retry.lane_position is null""";

    private static final String RESOLVE = """
            update dead_letter
            set resolution = ?, resolved_at = now(), resolved_by = ?, discard_reason = ?
            where tenant_id = ? and id = any(?) and resolution is null
            returning event_id, endpoint_id, attempts""";

    private static final String RESOLVE_OF = """
            update dead_letter set resolution = 'replayed', resolved_at = now(), resolved_by = ?
            where event_id = ? and endpoint_id = ? and resolution is null""";

    /** By dead_letter_waiting, and event_expunged, which is small. A delivery that waits already goes on as it does. */
    private static final String REPLAY_ALL = """
            with replayed as (
                update dead_letter set resolution = 'replayed', resolved_at = now(), resolved_by = ?
                where tenant_id = ? and resolution is null and id >= ? and id < ? and endpoint_id = any(?)
                and (?::uuid is null or endpoint_id = ?) and (?::text is null or event_type = ?)
                and event_id not in (select id from event where payload_expunged_at is not null)
                returning event_id, endpoint_id, tenant_id, attempts)
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger)
            select event_id, endpoint_id, tenant_id, now(), max(attempts) + 1, 0, 'replay' from replayed
            group by event_id, endpoint_id, tenant_id
            on conflict do nothing""";

    /** A dead letter that was resolved just now. */
    record Resolved(UUID eventId, UUID endpointId, int attempts) {}

    boolean hasEvent(Connection connection, String tenant, UUID event) {
        try (var statement = connection.prepareStatement(HAS_EVENT)) {
            statement.setString(1, tenant);
            statement.setObject(2, event);
            return firstBoolean(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("The event cannot be looked up", e);
        }
    }

    boolean wasMatched(Connection connection, UUID event, UUID endpoint) throws SQLException {
        try (var statement = connection.prepareStatement(WAS_MATCHED)) {
            statement.setObject(1, event);
            statement.setObject(2, endpoint);
            return firstBoolean(statement);
        }
    }

    int countAttempts(Connection connection, UUID event, UUID endpoint) throws SQLException {
        try (var statement = connection.prepareStatement(COUNT_ATTEMPTS)) {
            statement.setObject(1, event);
            statement.setObject(2, endpoint);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** @return whether the delivery was waiting */
    boolean makeDue(Connection connection, UUID event, UUID endpoint) throws SQLException {
        try (var statement = connection.prepareStatement(MAKE_DUE)) {
            statement.setObject(1, event);
            statement.setObject(2, endpoint);
            return statement.executeUpdate() == 1;
        }
    }

    void addDue(Connection connection, UUID event, UUID endpoint, String tenant, int number, Trigger trigger)
            throws SQLException {
        try (var statement = connection.prepareStatement(ADD_DUE)) {
            statement.setObject(1, event);
            statement.setObject(2, endpoint);
            statement.setString(3, tenant);
            statement.setInt(4, number);
            statement.setString(5, trigger.toString());
            statement.executeUpdate();
        }
    }

    List<Resolved> resolve(
            Connection connection, String tenant, List<UUID> ids, String resolution, String reason, String by)
            throws SQLException {
        try (var statement = connection.prepareStatement(RESOLVE)) {
            statement.setString(1, resolution);
            statement.setString(2, by);
            statement.setString(3, reason);
            statement.setString(4, tenant);
            statement.setArray(5, connection.createArrayOf("uuid", ids.toArray()));
            try (var rows = statement.executeQuery()) {
                var resolved = new ArrayList<Resolved>();
                while (rows.next()) {
                    resolved.add(
                            new Resolved(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class), rows.getInt(3)));
                }
                return resolved;
            }
        }
    }

    void resolveOf(Connection connection, UUID event, UUID endpoint, String by) throws SQLException {
        try (var statement = connection.prepareStatement(RESOLVE_OF)) {
            statement.setString(1, by);
            statement.setObject(2, event);
            statement.setObject(3, endpoint);
            statement.executeUpdate();
        }
    }

    int replayAll(Connection connection, String tenant, Resending.Filter filter, List<UUID> sendable, String by)
            throws SQLException {
        try (var statement = connection.prepareStatement(REPLAY_ALL)) {
            UUID endpoint =
                    filter.endpointId() == null ? null : filter.endpointId().value();
            statement.setString(1, by);
            statement.setString(2, tenant);
            statement.setObject(3, TypeId.since(filter.since()));
            statement.setObject(4, TypeId.until(filter.until()));
            statement.setArray(5, connection.createArrayOf("uuid", sendable.toArray()));
            statement.setObject(6, endpoint);
            statement.setObject(7, endpoint);
            statement.setString(8, filter.eventType());
            statement.setString(9, filter.eventType());
            return statement.executeUpdate();
        }
    }

    private static boolean firstBoolean(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
