package dev.posthorn.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server of its own, from binaries in the class path, listening on the loopback address only.
 *
 * <p>It runs as root (in a user namespace) and as an ordinary user. Connections from this machine are trusted.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A database and the role that owns it; both are made when absent. */
    public record Database(String name, String user, String password) {

        public Database {
            if (!name.matches("[a-z_][a-z0-9_]*") || !user.matches("[a-z_][a-z0-9_]*")) {
                throw new IllegalArgumentException("A database or role name is lower case: " + name + ", " + user);
            }
        }

        @Override
        public String toString() {
            return name + " of " + user;
        }
    }

    private final EmbeddedPostgres server;
    private final ProcessHandle process;

    private PostgresServer(EmbeddedPostgres server, Path folder) throws IOException {
        this.server = server;
        this.process = postmaster(folder).orElseThrow(() -> new IOException("PostgreSQL left no pid in " + folder));
    }

    /** Starts a server for tests: fast, with a new folder, gone when it is closed. Not safe against a crash. */
    public static PostgresServer throwAway() throws IOException {
        var server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries().toFile())
                .setServerConfig("max_connections", "300")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("full_page_writes", "off")
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setPGStartupWait(PATIENCE);
        // The library tells its data folder only to this customizer.
        var folder = new Path[1];
        var started = server.setDataDirectoryCustomizer(made -> folder[0] = made.toPath())
                .start();
        return new PostgresServer(started, folder[0]);
    }

    /**
     * Starts a server whose data stays in the folder: every commit is on disk when it returns. A server that an earlier
     * process left behind on this folder is stopped first.
     *
     * @param port where it listens; {@code 0} takes a free one
     * @param log where the server's own messages go
     */
    public static PostgresServer kept(Path folder, int port, Path log) throws IOException {
        stopLeftOver(folder);
        Files.createDirectories(folder.toAbsolutePath().getParent());
        var server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries().toFile())
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                // The owner of this object decides when it stops: after those that still write to it.
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                // The pages that are written to all the time stay in memory, and are written out every few minutes.
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("checkpoint_timeout", "10min")
                // None of our queries is worth compiling.
                .setServerConfig("jit", "off")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("timezone", "UTC")
                // Long statements are seen whole in pg_stat_activity.
                .setServerConfig("track_activity_query_size", "16384")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setPGStartupWait(PATIENCE);
        if (port != 0) {
            server.setPort(port);
        }
        return new PostgresServer(server.start(), folder);
    }

    /** Stops the server that a killed process left running on this folder; returns whether there was one. */
    public static boolean stopLeftOver(Path folder) throws IOException {
        var leftOver = postmaster(folder);
        if (leftOver.isPresent()) {
            stop(leftOver.get());
        }
        Files.deleteIfExists(folder.resolve("postmaster.pid"));
        return leftOver.isPresent();
    }

    public int port() {
        return server.getPort();
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database;
    }

    /** The server's main process, to watch it. */
    public ProcessHandle process() {
        return process;
    }

    /** Makes the role and the database unless they are there, and sets the role's password. */
    public void provide(Database database) throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection()) {
            var role = exists(connection, "select 1 from pg_roles where rolname = ?", database.user());
            run(
                    connection,
                    (role ? "alter" : "create") + " role " + database.user() + " login password '"
                            + database.password().replace("'", "''") + "'");
            if (!exists(connection, "select 1 from pg_database where datname = ?", database.name())) {
                run(connection, "create database " + database.name() + " owner " + database.user());
            }
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            // The library gives up after five seconds; a last checkpoint on a slow disk may take longer.
            stop(process);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop PostgreSQL", e);
        }
    }

    /** SIGINT asks the server for a fast shutdown: it ends sessions, writes a checkpoint, and needs no recovery. */
    private static void stop(ProcessHandle process) throws IOException {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL was stopping", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IOException("PostgreSQL (process " + process.pid() + ") did not stop", e);
        }
    }

    private static Optional<ProcessHandle> postmaster(Path folder) throws IOException {
        var file = folder.resolve("postmaster.pid");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                // After a restart of the machine the number may belong to somebody else.
                .filter(process -> process.info()
                        .command()
                        .map(command -> command.endsWith("postgres"))
                        .orElse(false));
    }

    /**
     * One folder per user, below one that nobody else enters: the library lets everybody write to what it unpacks, and
     * then runs it.
     */
    private static Path binaries() throws IOException {
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        var me = me(temporary);
        var mine = temporary.resolve("posthorn-" + me.getName());
        var onlyMe = PosixFilePermissions.fromString("rwx------");
        if (!Files.exists(mine, LinkOption.NOFOLLOW_LINKS)) {
            // Another process of ours may make it at this moment.
            Files.createDirectories(mine, PosixFilePermissions.asFileAttribute(onlyMe));
        }
        if (!Files.getOwner(mine, LinkOption.NOFOLLOW_LINKS).equals(me)
                || !Files.isDirectory(mine, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(mine + " belongs to somebody else; PostgreSQL cannot be unpacked there");
        }
        Files.setPosixFilePermissions(mine, onlyMe);
        return mine.resolve("postgres");
    }

    /** As the file system knows this user: by name, or by number in a container. */
    private static UserPrincipal me(Path temporary) throws IOException {
        var probe = Files.createTempFile(temporary, "posthorn-", ".probe");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }
}
