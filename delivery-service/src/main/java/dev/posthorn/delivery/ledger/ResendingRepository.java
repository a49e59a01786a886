package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.sql.Query;
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

    /**
     * A person's wish does not wait for an endpoint that does not answer: the trigger says so to the claim. What waits as one
     * of a batch leaves it, and goes alone. What waits in an ordered lane cannot overtake, and goes when its lane goes.
     */
    private static final String MAKE_DUE = """
            update retry
            set due_at = case when lane_position is null then now() else due_at end, trigger = 'manual', priority = 0,
                group_id = null
            where event_id = ? and endpoint_id = ?""";

    private static final String ADD_DUE = """
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger, priority)
            values (?, ?, ?, now(), ?, 0, ?, ?)
            on conflict (event_id, endpoint_id) do update
                set due_at = now(), trigger = excluded.trigger, priority = excluded.priority, group_id = null
                where retry.lane_position is null""";

    private static final String ADD_DELIVERY = """
            insert into added_delivery (event_id, endpoint_id, tenant_id) values (?, ?, ?) on conflict do nothing""";

    private static final String RESOLVE = """
            update dead_letter
            set resolution = ?, resolved_at = now(), resolved_by = ?, discard_reason = ?
            where tenant_id = ? and id = any(?) and resolution is null
            returning event_id, endpoint_id, attempts""";

    /** By dead_letter_of_event. One that was discarded is dead no more either. */
    private static final String RESOLVE_OF = """
            update dead_letter set resolution = 'replayed', resolved_at = now(), resolved_by = ?
            where event_id = ? and endpoint_id = ? and resolution is distinct from 'replayed'""";

    /** By dead_letter_waiting, or dead_letter_of_endpoint. */
    private static final String FIND_WAITING = """
            select id from dead_letter""";

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
            statement.setInt(6, priorityOf(trigger).ordinal());
            statement.executeUpdate();
        }
    }

    /** What one person asks for, who looks at it, goes first; replays come after what is new, and so with the low ones. */
    private static Priority priorityOf(Trigger trigger) {
        return trigger == Trigger.MANUAL ? Priority.HIGH : Priority.LOW;
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

    /** @return whether there was one */
    boolean resolveOf(Connection connection, UUID event, UUID endpoint, String by) throws SQLException {
        try (var statement = connection.prepareStatement(RESOLVE_OF)) {
            statement.setString(1, by);
            statement.setObject(2, event);
            statement.setObject(3, endpoint);
            return statement.executeUpdate() > 0;
        }
    }

    /** @return whether it is new */
    boolean addDelivery(Connection connection, UUID event, UUID endpoint, String tenant) throws SQLException {
        try (var statement = connection.prepareStatement(ADD_DELIVERY)) {
            statement.setObject(1, event);
            statement.setObject(2, endpoint);
            statement.setString(3, tenant);
            return statement.executeUpdate() == 1;
        }
    }

    List<UUID> findWaiting(Connection connection, String tenant, Resending.Filter filter, int limit)
            throws SQLException {
        return Query.of(FIND_WAITING)
                .where("tenant_id = ?", tenant)
                .where("resolution is null")
                .where("id >= ?", TypeId.since(filter.since()))
                .where("id < ?", TypeId.until(filter.until()))
                .whereAsked("endpoint_id = ?", EndpointId.valueOrNull(filter.endpointId()))
                .whereAsked("event_type = ?", filter.eventType())
                .then("order by id limit ?", limit)
                .list(connection, rows -> rows.getObject(1, UUID.class));
    }

    private static boolean firstBoolean(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
