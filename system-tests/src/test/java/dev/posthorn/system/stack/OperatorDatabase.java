package dev.posthorn.system.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A shop's database, on the stack's PostgreSQL, with the table of docs/transactional-outbox.md as it is printed there. */
public final class OperatorDatabase implements AutoCloseable {

    private static final String NAME = "shop";

    private static final Path MANUAL =
            Path.of(System.getProperty("posthorn.home", ".."), "docs/transactional-outbox.md");

    private final Connection connection;

    private OperatorDatabase(Connection connection) {
        this.connection = connection;
    }

    /** What the manual says to set; the database may come later. */
    static Map<String, String> settings(int port) {
        return Map.of(
                "POSTHORN_OUTBOX_SOURCE_SHOP_JDBC_URL", url(port, NAME),
                "POSTHORN_OUTBOX_SOURCE_SHOP_USERNAME", "posthorn_drain",
                "POSTHORN_OUTBOX_SOURCE_SHOP_PASSWORD", "change-me");
    }

    static OperatorDatabase create(int port) {
        try (var server = DriverManager.getConnection(url(port, "postgres"), "postgres", "")) {
            if (!exists(server)) {
                execute(server, "create database " + NAME);
                try (var shop = DriverManager.getConnection(url(port, NAME), "postgres", "")) {
                    execute(shop, "create table orders (id text primary key, customer text, amount numeric)");
                    var manual = Files.readString(MANUAL);
                    execute(shop, block(manual, 1));
                    execute(shop, block(manual, 2));
                }
            }
            return new OperatorDatabase(DriverManager.getConnection(url(port, NAME), "postgres", ""));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("The operator's database cannot be made", e);
        }
    }

    private static boolean exists(Connection server) throws SQLException {
        try (var statement = server.createStatement();
                var rows = statement.executeQuery("select 1 from pg_database where datname = '" + NAME + "'")) {
            return rows.next();
        }
    }

    private static String block(String manual, int number) {
        var block = manual.split("```sql\n")[number];
        return block.substring(0, block.indexOf("```"));
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /** Runs statements, in a transaction of their own unless they begin one. */
    public void execute(String sql) {
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    public String text(String sql) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
