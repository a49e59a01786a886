package dev.posthorn.delivery.ledger;

import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** The table cancellation. Each statement joins the transaction of the connection it is given. */
@ApplicationScoped
class CancellingRepository {

    /**
     * By the primary keys of retry and ordered_lane. A row that is being claimed is waited for, and found gone. What waits in
     * an ordered lane keeps its row while it is in memory: it is cancelled only while the lane is nobody's, under the lane's
     * lock, and the lane goes on, since it may have waited for just that.
     */
    private static final String CANCEL_WAITING = """
            with free as materialized (
                select lane.endpoint_id, lane.key from ordered_lane lane
                join retry on retry.endpoint_id = lane.endpoint_id and retry.lane_key = lane.key
                where retry.event_id = ? and retry.lane_position is not null and lane.owner is null
                order by lane.endpoint_id, lane.key for update of lane),
            unsent as (
                delete from retry
                where event_id = ? and number = 1
                and (lane_position is null or (endpoint_id, lane_key) in (select endpoint_id, key from free))
                returning event_id, endpoint_id, tenant_id, lane_key, lane_position),
            hurried as (
                update ordered_lane lane set due_at = now() from unsent
                where lane.endpoint_id = unsent.endpoint_id and lane.key = unsent.lane_key
                and unsent.lane_position is not null and lane.blocked_by is null)
            insert into cancellation (event_id, endpoint_id, tenant_id, cancelled_at, cancelled_by)
            select event_id, endpoint_id, tenant_id, now(), ? from unsent
            on conflict (event_id, endpoint_id) do update set cancelled_at = now(), cancelled_by = excluded.cancelled_by""";

    private static final String WAS_CANCELLED = """
            select exists (select 1 from cancellation where event_id = ?)""";

    private static final String FORGET = """
            delete from cancellation where event_id = ? and endpoint_id = ?""";

    int cancelWaiting(Connection connection, UUID event, String by) throws SQLException {
        try (var statement = connection.prepareStatement(CANCEL_WAITING)) {
            statement.setObject(1, event);
            statement.setObject(2, event);
            statement.setString(3, by);
            return statement.executeUpdate();
        }
    }

    boolean wasCancelled(Connection connection, UUID event) throws SQLException {
        try (var statement = connection.prepareStatement(WAS_CANCELLED)) {
            statement.setObject(1, event);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    /** The delivery is sent after all. @return whether it was cancelled */
    boolean forget(Connection connection, UUID event, UUID endpoint) throws SQLException {
        try (var statement = connection.prepareStatement(FORGET)) {
            statement.setObject(1, event);
            statement.setObject(2, endpoint);
            return statement.executeUpdate() == 1;
        }
    }
}
