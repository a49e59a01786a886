package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.BulkResending.Found;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The statements of {@link BulkResending}. Each joins the transaction of the connection it is given. */
@ApplicationScoped
class BulkResendingRepository {

    private static final String REPEAT = """
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger, priority)
            select event_id, endpoint_id, ?, now(), number, 0, 'replay', 2
            from unnest(?::uuid[], ?::uuid[], ?::int[]) as again (event_id, endpoint_id, number)
            on conflict do nothing""";

    /** By dead_letter_of_event. One that a person resolved meanwhile is left. */
    private static final String REPLAY_DEAD = """
            with replayed as (
                update dead_letter set resolution = 'replayed', resolved_at = now(), resolved_by = ?
                from unnest(?::uuid[], ?::uuid[]) as dead (event_id, endpoint_id)
                where dead_letter.event_id = dead.event_id and dead_letter.endpoint_id = dead.endpoint_id
                and resolution is null
                returning dead_letter.event_id, dead_letter.endpoint_id, attempts)
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger, priority)
            select event_id, endpoint_id, ?, now(), max(attempts) + 1, 0, 'replay', 2 from replayed
            group by event_id, endpoint_id
            on conflict do nothing""";

    /** A delivery is added once, whoever else adds it. */
    private static final String ADD = """
            with added as (
                insert into added_delivery (event_id, endpoint_id, tenant_id)
                select event_id, endpoint_id, ? from unnest(?::uuid[], ?::uuid[]) as missing (event_id, endpoint_id)
                order by event_id, endpoint_id
                on conflict do nothing
                returning event_id, endpoint_id, tenant_id)
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger, priority)
            select event_id, endpoint_id, tenant_id, now(), 1, 0, 'replay', 2 from added
            on conflict do nothing""";

    int repeat(Connection connection, String tenant, List<Found> deliveries) throws SQLException {
        try (var statement = connection.prepareStatement(REPEAT)) {
            statement.setString(1, tenant);
            setIds(statement, 2, deliveries);
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "int",
                            deliveries.stream()
                                    .map(found -> found.attempts() + 1)
                                    .toArray()));
            return statement.executeUpdate();
        }
    }

    int replayDead(Connection connection, String tenant, List<Found> deliveries, String by) throws SQLException {
        try (var statement = connection.prepareStatement(REPLAY_DEAD)) {
            statement.setString(1, by);
            setIds(statement, 2, deliveries);
            statement.setString(4, tenant);
            return statement.executeUpdate();
        }
    }

    int add(Connection connection, String tenant, List<Found> deliveries) throws SQLException {
        try (var statement = connection.prepareStatement(ADD)) {
            statement.setString(1, tenant);
            setIds(statement, 2, deliveries);
            return statement.executeUpdate();
        }
    }

    private static void setIds(PreparedStatement statement, int first, List<Found> deliveries) throws SQLException {
        var connection = statement.getConnection();
        statement.setArray(
                first,
                LedgerRepository.uuids(
                        connection, deliveries.stream().map(Found::eventId).toList()));
        statement.setArray(
                first + 1,
                LedgerRepository.uuids(
                        connection, deliveries.stream().map(Found::endpointId).toList()));
    }
}
