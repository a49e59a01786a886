package dev.posthorn.delivery.outboxsource;

import dev.posthorn.foundation.error.ApiException;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The operator's table. Its definition is in docs/transactional-outbox.md. */
final class OutboxSourceRepository {

    /** The channel that the table's trigger notifies. */
    static final String CHANNEL = "posthorn_outbox";

    private static final Pattern TABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");

    /** A drainer that was stopped in the middle would hold its rows for ever. */
    private static final String BOUND_TRANSACTION = """
            set local idle_in_transaction_session_timeout = '30s'""";

    /**
     * One at a time drains a table, so that events leave it in their order; the next one takes over the moment the first one's
     * transaction ends, however it ends. The first number is arbitrary; the second is the table's.
     */
    private static final String TAKE_TURN = """
            select pg_try_advisory_xact_lock(728364, ?::regclass::oid::int)""";

    /** By the partial index on position. Rows that somebody else has locked are left to the next round. */
    private static final String CLAIM = """
            select id, tenant_id, type, payload::text as payload, event_id, channels, priority, ordering_key,
                deliver_at, region
            from %s where refused_at is null order by position limit ? for update skip locked""";

    private static final String DELETE = """
            delete from %s where id = any(?)""";

    private static final String REFUSE = """
            update %s set refused_at = now(), error = ?, message = ?, field = ? where id = ?""";

    private static final String LISTEN = "listen " + CHANNEL;

    private final String table;
    private final String claim;
    private final String delete;
    private final String refuse;

    OutboxSourceRepository(String table) {
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException("No name of a table, or of a schema and a table: " + table);
        }
        this.table = table;
        this.claim = CLAIM.formatted(table);
        this.delete = DELETE.formatted(table);
        this.refuse = REFUSE.formatted(table);
    }

    void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(LISTEN);
        }
    }

    /** @return whether it is ours to drain until the transaction ends */
    boolean takeTurn(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(BOUND_TRANSACTION);
        }
        try (var statement = connection.prepareStatement(TAKE_TURN)) {
            statement.setString(1, table);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    List<OutboxRow> claim(Connection connection, int most) throws SQLException {
        try (var statement = connection.prepareStatement(claim)) {
            statement.setInt(1, most);
            try (var rows = statement.executeQuery()) {
                var claimed = new ArrayList<OutboxRow>();
                while (rows.next()) {
                    claimed.add(read(rows));
                }
                return claimed;
            }
        }
    }

    private static OutboxRow read(ResultSet rows) throws SQLException {
        var channels = rows.getArray("channels");
        var deliverAt = rows.getObject("deliver_at", OffsetDateTime.class);
        return new OutboxRow(
                rows.getObject("id", UUID.class),
                rows.getString("tenant_id"),
                rows.getString("type"),
                rows.getString("payload"),
                rows.getString("event_id"),
                channels == null ? null : texts((String[]) channels.getArray()),
                rows.getString("priority"),
                rows.getString("ordering_key"),
                deliverAt == null ? null : deliverAt.toInstant(),
                rows.getString("region"));
    }

    /** A null among them is no channel, just as an empty text is none. */
    private static List<String> texts(String[] array) {
        return Arrays.stream(array).map(text -> text == null ? "" : text).toList();
    }

    void delete(Connection connection, List<UUID> ids) throws SQLException {
        try (var statement = connection.prepareStatement(delete)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.executeUpdate();
        }
    }

    void refuse(Connection connection, Map<UUID, ApiException> reasons) throws SQLException {
        try (var statement = connection.prepareStatement(refuse)) {
            for (var reason : reasons.entrySet()) {
                statement.setString(1, reason.getValue().code().toString());
                statement.setString(2, reason.getValue().getMessage());
                statement.setString(3, reason.getValue().field());
                statement.setObject(4, reason.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
