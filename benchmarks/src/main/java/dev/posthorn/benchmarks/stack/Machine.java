package dev.posthorn.benchmarks.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were measured on. Without names of hosts, people or folders. */
public final class Machine {

    private static final int WRITES = 200;

    private Machine() {}

    /**
     * Asks the running stack too.
     *
     * @param folder where the database's files are
     * @throws IllegalStateException when the database may lose what it committed: its figures would mean nothing
     */
    public static Map<String, Object> describe(Path home, Path folder, String jdbcUrl)
            throws IOException, SQLException {
        var machine = new LinkedHashMap<String, Object>();
        machine.put("processor", find(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")));
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memory", find(Path.of("/proc/meminfo"), "MemTotal").orElse("unknown"));
        machine.put(
                "system",
                find(Path.of("/etc/os-release"), "PRETTY_NAME").orElse(System.getProperty("os.name")) + ", "
                        + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("jdk", System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"));
        machine.put("postgresql", setting(jdbcUrl, "server_version"));
        for (String name : new String[] {"fsync", "synchronous_commit", "full_page_writes", "shared_buffers"}) {
            machine.put(name, setting(jdbcUrl, name));
        }
        if (!"on".equals(machine.get("fsync")) || !"on".equals(machine.get("synchronous_commit"))) {
            throw new IllegalStateException("PostgreSQL must have fsync and synchronous_commit on, and has " + machine);
        }
        machine.put("diskSyncMicros", syncMicros(folder));
        machine.put("loadBefore", load());
        machine.put("commit", commit(home));
        return machine;
    }

    /** The mean number of processes that ran or wanted to in the last minute; -1 where it is not told. */
    public static double load() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static java.util.Optional<String> find(Path file, String name) throws IOException {
        if (!Files.isReadable(file)) {
            return java.util.Optional.empty();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.split("[:=]", 2)[1].strip().replace("\"", ""))
                .findFirst();
    }

    private static String setting(String jdbcUrl, String name) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The median time to append a page to a file and have it on disk: what every commit waits for. */
    private static long syncMicros(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "sync", ".probe");
        var times = new long[WRITES];
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int at = 0; at < WRITES; at++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(8192));
                channel.force(false);
                times[at] = (System.nanoTime() - start) / 1_000;
            }
        } finally {
            Files.delete(file);
        }
        Arrays.sort(times);
        return times[WRITES / 2];
    }

    private static String commit(Path home) throws IOException {
        String commit = git(home, "rev-parse", "--short", "HEAD");
        return commit.isEmpty()
                ? "unknown"
                : commit
                        + (git(home, "status", "--porcelain", "--", ":!benchmarks")
                                        .isEmpty()
                                ? ""
                                : " and changes");
    }

    private static String git(Path home, String... words) throws IOException {
        var command = new java.util.ArrayList<String>();
        command.add("git");
        command.addAll(Arrays.asList(words));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes()).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
