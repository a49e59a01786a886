package dev.posthorn.local;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresServerTest {

    private static final PostgresServer.Database DATABASE = new PostgresServer.Database("letters", "post", "it's");

    @TempDir
    Path folder;

    @Test
    void keptServerStillHasItsRowsAfterARestart() throws Exception {
        // Given
        try (var server = PostgresServer.kept(folder.resolve("data"), 0, folder.resolve("log"))) {
            server.provide(DATABASE);
            run(server, "create table letter (id int)");
            run(server, "insert into letter values (42)");
        }

        // When
        try (var server = PostgresServer.kept(folder.resolve("data"), 0, folder.resolve("log"))) {
            server.provide(DATABASE);

            // Then
            assertThat(read(server, "select id from letter")).isEqualTo("42");
        }
    }

    @Test
    void keptServerWritesEveryCommitToDisk() throws Exception {
        try (var server = PostgresServer.kept(folder.resolve("data"), 0, folder.resolve("log"))) {
            server.provide(DATABASE);

            assertThat(read(server, "show fsync")).isEqualTo("on");
            assertThat(read(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(read(server, "show full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void serverOfAKilledProcessIsReplacedByTheNextOne() throws Exception {
        // Given
        var owner = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledOwner.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var leftBehind = ProcessHandle.of(
                        Long.parseLong(new String(owner.getInputStream().readAllBytes()).strip()))
                .orElseThrow();
        assertThat(leftBehind.isAlive()).isTrue();

        // When
        try (var server = PostgresServer.kept(folder.resolve("data"), 0, folder.resolve("log"))) {

            // Then
            assertThat(leftBehind.isAlive()).isFalse();
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    /** Starts a server, says its process, and ends without any farewell. */
    static final class KilledOwner {

        public static void main(String[] arguments) throws Exception {
            var folder = Path.of(arguments[0]);
            var server = PostgresServer.kept(folder.resolve("data"), 0, folder.resolve("log"));
            System.out.println(server.process().pid());
            Runtime.getRuntime().halt(1);
        }
    }

    @Test
    void closedServerLeavesNoProcess() throws Exception {
        var server = PostgresServer.throwAway();

        server.close();

        assertThat(server.process().isAlive()).isFalse();
    }

    private static void run(PostgresServer server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl("letters"), "post", "it's");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String read(PostgresServer server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl("letters"), "post", "it's");
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
