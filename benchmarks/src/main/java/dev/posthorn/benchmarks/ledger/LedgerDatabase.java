package dev.posthorn.benchmarks.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The database of delivery-service in the measured stack. Each call opens a connection of its own. */
public final class LedgerDatabase {

    private static final String TABLES = """
            select relname, pg_total_relation_size(relid) as bytes, n_dead_tup, n_live_tup
            from pg_stat_user_tables order by relname""";

    private static final String WAITING = """
            select (select count(*) from retry) as retries, (select count(*) from dispatch_batch) as batches""";

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private final String jdbcUrl;

    public LedgerDatabase(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl);
    }

    /** A connection whose statements may hold $1: the driver sends them as they are, and counts no parameters. */
    Connection connectSimply() throws SQLException {
        return DriverManager.getConnection(jdbcUrl + "&preferQueryMode=simple");
    }

    /** @param dead rows that were deleted or changed, and take space until they are vacuumed; an estimate */
    public record Table(long bytes, long dead, long live) {}

    public Map<String, Table> tables() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(TABLES)) {
            var tables = new LinkedHashMap<String, Table>();
            while (rows.next()) {
                tables.put(rows.getString(1), new Table(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
            return tables;
        }
    }

    /** What waits on disk. */
    public record Waiting(long retries, long batches) {}

    public Waiting waiting() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(WAITING)) {
            rows.next();
            return new Waiting(rows.getLong(1), rows.getLong(2));
        }
    }

    /** The UUID in a TypeID: 26 characters of Crockford's base 32 after the prefix. */
    static UUID uuid(String typeId) {
        long high = 0;
        long low = 0;
        for (char character : typeId.substring(typeId.indexOf('_') + 1).toCharArray()) {
            high = high << 5 | low >>> 59;
            low = low << 5 | ALPHABET.indexOf(character);
        }
        return new UUID(high, low);
    }
}
