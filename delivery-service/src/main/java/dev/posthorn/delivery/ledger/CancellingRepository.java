package dev.posthorn.delivery.ledger;

import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** The table cancellation. Each statement joins the transaction of the connection it is given. */
@ApplicationScoped
class CancellingRepository {

    /** By the primary key of retry. A row that is being claimed is waited for, and found gone. */
    private static final String CANCEL_WAITING = """
            with unsent as (
                delete from retry where event_id = ? and number = 1 returning event_id, endpoint_id, tenant_id)
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
            statement.setString(2, by);
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
