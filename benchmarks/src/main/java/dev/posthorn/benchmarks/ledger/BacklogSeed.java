package dev.posthorn.benchmarks.ledger;

import dev.posthorn.benchmarks.stack.Audience;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Deliveries that wait in {@code retry} for their second attempt, each with its event. */
public final class BacklogSeed {

    /** What is due comes in the order in which it fell due, as it would have been written. */
    private static final String ADD = """
            with made as (
                insert into event (id, tenant_id, external_id, type, channels, created_at, payload, endpoint_ids)
                select uuidv7(interval '-10 minutes'), ?, null, ?, '{}', now() - interval '10 minutes', ?, ?
                from generate_series(1, ?)
                returning id)
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger)
            select made.id, wanted.endpoint_id, ?,
                case
                    when wanted.waits then now() + interval '1 hour' + random() * interval '5 hours'
                    else now() - random() * interval '10 minutes'
                end,
                2, 1, 'retry'
            from made cross join unnest(?, ?) as wanted (endpoint_id, waits)""";

    private static final byte[] PAYLOAD = "{\"text\":\"something that waits\"}".getBytes();

    private final LedgerDatabase database;

    public BacklogSeed(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * @param dueLater which of the endpoints have deliveries that are not yet due; those of the others are due now
     * @param rows in all; spread evenly over the endpoints
     * @return how many there are
     */
    public long write(Audience audience, List<Boolean> dueLater, long rows, Consumer<Long> progress)
            throws SQLException {
        long written = 0;
        int perTenant = audience.endpoints().size() / audience.tenants().size();
        int events = (int) Math.max(1, rows / audience.endpoints().size());
        try (var connection = database.connect()) {
            // Only this session's commits, which nobody relies on.
            execute(connection, "set synchronous_commit = off");
            for (int tenant = 0; tenant < audience.tenants().size(); tenant++) {
                int from = tenant * perTenant;
                written += add(
                        connection,
                        audience.endpoints().subList(from, from + perTenant),
                        dueLater.subList(from, from + perTenant),
                        events);
                progress.accept(written);
            }
            // What autovacuum would have found out meanwhile.
            execute(connection, "analyze retry, event");
        }
        return written;
    }

    private static int add(Connection connection, List<Audience.Endpoint> endpoints, List<Boolean> waits, int events)
            throws SQLException {
        UUID[] ids = endpoints.stream()
                .map(endpoint -> LedgerDatabase.uuid(endpoint.id()))
                .toArray(UUID[]::new);
        try (var statement = connection.prepareStatement(ADD)) {
            statement.setString(1, endpoints.getFirst().tenant());
            statement.setString(2, endpoints.getFirst().type());
            statement.setBytes(3, PAYLOAD);
            statement.setArray(4, connection.createArrayOf("uuid", ids));
            statement.setInt(5, events);
            statement.setString(6, endpoints.getFirst().tenant());
            statement.setArray(7, connection.createArrayOf("uuid", ids));
            statement.setArray(8, connection.createArrayOf("boolean", waits.toArray()));
            return statement.executeUpdate();
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
