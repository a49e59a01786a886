package dev.posthorn.benchmarks.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The processes that take part, this one included: what they use of the processor and of memory. Read from {@code /proc};
 * where there is none, nothing is told.
 */
public final class Parts {

    /** The kernel tells time to user space in hundredths of a second on every platform of Linux (USER_HZ). */
    private static final long TICK_MILLIS = 10;

    private final Map<String, Path> records;

    /** @param records a file for each part, whose first word is the number of its process */
    Parts(Map<String, Path> records) {
        this.records = new TreeMap<>(records);
    }

    /** Since each began: of its processes that run, and of those that ended. */
    public Map<String, Duration> processorTime() {
        var times = new LinkedHashMap<String, Duration>();
        processes().forEach((part, process) -> times.put(part, Duration.ofMillis(ticks(process) * TICK_MILLIS)));
        return times;
    }

    /** In bytes; memory that processes share is counted once. */
    public Map<String, Long> memory() {
        var sizes = new LinkedHashMap<String, Long>();
        processes().forEach((part, process) -> sizes.put(part, size(process)));
        return sizes;
    }

    /** What was used between two looks, by the parts that were there at both. */
    public static Map<String, Duration> difference(Map<String, Duration> before, Map<String, Duration> after) {
        var used = new LinkedHashMap<String, Duration>();
        after.forEach((part, time) -> {
            if (before.containsKey(part)) {
                used.put(part, time.minus(before.get(part)));
            }
        });
        return used;
    }

    private Map<String, ProcessHandle> processes() {
        var processes = new LinkedHashMap<String, ProcessHandle>();
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            return processes;
        }
        records.forEach((part, record) -> {
            try {
                String number = Files.readString(record).strip().split("\\s+", 2)[0];
                ProcessHandle.of(Long.parseLong(number)).ifPresent(process -> processes.put(part, process));
            } catch (IOException | NumberFormatException e) {
                // It does not run; the others are told all the same.
            }
        });
        processes.put("benchmark", ProcessHandle.current());
        return processes;
    }

    /** PostgreSQL's main process has one for each connection, whose times it inherits when they end. */
    private static long ticks(ProcessHandle process) {
        return withDescendants(process).mapToLong(Parts::ownTicks).sum();
    }

    private static Stream<ProcessHandle> withDescendants(ProcessHandle process) {
        // The raw ceiling's sender is this process's child, and counted by nobody; the launcher's are parts themselves.
        boolean isPostgres = process.info().command().orElse("").endsWith("postgres");
        return isPostgres ? Stream.concat(Stream.of(process), process.descendants()) : Stream.of(process);
    }

    /** Fields 14 to 17 of proc(5): user and system time, its own and that of children that ended. */
    private static long ownTicks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            // The name, in brackets, may hold spaces.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean isPostgres = stat.contains("(postgres)");
            long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            return isPostgres ? own + Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : own;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long size(ProcessHandle process) {
        return withDescendants(process).mapToLong(Parts::ownSize).sum();
    }

    private static long ownSize(ProcessHandle process) {
        // Pss shares PostgreSQL's common memory out among its processes; it may be unreadable in a container.
        long shared = kilobytes(Path.of("/proc/" + process.pid() + "/smaps_rollup"), "Pss:");
        return 1024 * (shared > 0 ? shared : kilobytes(Path.of("/proc/" + process.pid() + "/status"), "VmRSS:"));
    }

    private static long kilobytes(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
