package dev.posthorn.delivery.ledger;

import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The statements of {@link Expunging}. Each joins the transaction of the connection it is given. */
@ApplicationScoped
class ExpungingRepository {

    /** By the primary key. */
    private static final String OVERWRITE_PAYLOAD = """
            update event set payload = '', payload_expunged_at = now()
            where tenant_id = ? and id = ? and payload_expunged_at is null""";

    /** By attempt_of_event. Receivers may answer with what they were sent. */
    private static final String FORGET_ANSWERS = """
            update attempt set response_body = null where event_id = ? and response_body is not null""";

    /** By dead_letter_of_event. What an expression said of the payload may quote it. */
    private static final String FORGET_DETAILS = """
            update dead_letter set detail = null where event_id = ? and detail is not null""";

    /** By the primary key. */
    private static final String TAKE_WAITING = """
            delete from retry where event_id = ? returning endpoint_id, number, step, trigger""";

    /** By event_expunged. */
    private static final String IS_EXPUNGED = """
            select exists (select 1 from event where id = ? and payload_expunged_at is not null)""";

    /** @return false when there is no such event, or it was expunged before */
    boolean overwritePayload(Connection connection, String tenant, UUID event) throws SQLException {
        try (var statement = connection.prepareStatement(OVERWRITE_PAYLOAD)) {
            statement.setString(1, tenant);
            statement.setObject(2, event);
            return statement.executeUpdate() == 1;
        }
    }

    void forgetAnswers(Connection connection, UUID event) throws SQLException {
        try (var statement = connection.prepareStatement(FORGET_ANSWERS)) {
            statement.setObject(1, event);
            statement.executeUpdate();
        }
    }

    void forgetDetails(Connection connection, UUID event) throws SQLException {
        try (var statement = connection.prepareStatement(FORGET_DETAILS)) {
            statement.setObject(1, event);
            statement.executeUpdate();
        }
    }

    List<LedgerRepository.Held> takeWaiting(Connection connection, UUID event) throws SQLException {
        try (var statement = connection.prepareStatement(TAKE_WAITING)) {
            statement.setObject(1, event);
            try (var rows = statement.executeQuery()) {
                var taken = new ArrayList<LedgerRepository.Held>();
                while (rows.next()) {
                    taken.add(new LedgerRepository.Held(
                            null,
                            event,
                            rows.getObject(1, UUID.class),
                            rows.getInt(2),
                            rows.getInt(3),
                            Trigger.of(rows.getString(4))));
                }
                return taken;
            }
        }
    }

    boolean isExpunged(Connection connection, UUID event) throws SQLException {
        try (var statement = connection.prepareStatement(IS_EXPUNGED)) {
            statement.setObject(1, event);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }
}
