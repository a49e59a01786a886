package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.ledger.LedgerDatabase;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.LinearFit;
import dev.posthorn.benchmarks.stack.Parts;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Looks at memory, tables and what waits, every ten seconds, in a thread of its own. */
final class SoakSamples implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(2);
    private static final double MEBIBYTE = 1024 * 1024;
    private static final double SHARE = 0.1;

    private static final String MEMORY = "memory of ";
    private static final String SIZE = "size of ";
    private static final String DEAD = "dead rows of ";
    private static final String RETRIES = "retries waiting";
    private static final String BATCHES = "batches open";

    private final Parts parts;
    private final LedgerDatabase ledger;
    private final Duration pause;
    private final Map<String, List<Double>> series = new TreeMap<>();
    private Thread thread;
    private volatile SQLException failure;

    /** @param length of the soak; a short one is looked at more often */
    SoakSamples(Parts parts, LedgerDatabase ledger, Duration length) {
        this.parts = parts;
        this.ledger = ledger;
        this.pause = length.compareTo(Duration.ofMinutes(3)) < 0 ? SHORT_PAUSE : PAUSE;
    }

    double pauseSeconds() {
        return pause.toSeconds();
    }

    void start(Duration delay) {
        thread = Thread.ofPlatform().daemon().name("samples").start(() -> {
            try {
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                while (true) {
                    sample();
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (SQLException e) {
                failure = e;
            }
        });
    }

    private synchronized void sample() throws SQLException {
        parts.memory().forEach((part, bytes) -> add(MEMORY + part, bytes / MEBIBYTE));
        var log = new double[2];
        ledger.tables().forEach((table, state) -> {
            // The day's partitions are the log: they are meant to grow, and to be dropped whole.
            if (table.matches("(event|attempt)_\\d{8}")) {
                log[0] += state.bytes() / MEBIBYTE;
                log[1] += state.dead();
            } else if (!table.equals("flyway_schema_history")) {
                add(SIZE + table, state.bytes() / MEBIBYTE);
                add(DEAD + table, state.dead());
            }
        });
        add(SIZE + "the log", log[0]);
        add(DEAD + "the log", log[1]);
        var waiting = ledger.waiting();
        add(RETRIES, waiting.retries());
        add(BATCHES, waiting.batches());
    }

    private void add(String name, double value) {
        series.computeIfAbsent(name, none -> new ArrayList<>()).add(Math.round(value * 100) / 100.0);
    }

    @Override
    public void close() throws SQLException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** @param rise of the line through the samples of the second half, within it */
    record Flatness(String name, String unit, double mean, double rise, double allowed) {

        Figure figure() {
            return new Figure(
                    name,
                    "%,.1f%s, rising by %+.1f".formatted(mean, unit, rise),
                    "flat (%+.1f)".formatted(allowed),
                    rise <= allowed);
        }
    }

    /** Of all but what is meant to grow, and of small tables only those that are busy. */
    synchronized List<Flatness> flatness() {
        var all = new ArrayList<Flatness>();
        series.forEach((name, values) -> {
            List<Double> half = values.subList(values.size() / 2, values.size());
            if (half.size() < 3 || name.equals(SIZE + "the log")) {
                return;
            }
            LinearFit fit = LinearFit.of(numbers(half.size()), values(half));
            double rise = fit.rise(half.size() - 1);
            // Memory: a heap breathes. Tables: a few pages, and the dead rows between two rounds of autovacuum.
            double least = name.startsWith(MEMORY) ? 16 : name.startsWith(SIZE) ? 8 : 5_000;
            boolean idle = fit.mean() < least / 8 && rise < least / 8;
            if (name.startsWith(MEMORY) || !idle || name.equals(RETRIES)) {
                String unit = name.startsWith(MEMORY) || name.startsWith(SIZE) ? " MiB" : "";
                all.add(new Flatness(name, unit, fit.mean(), rise, Math.max(least, SHARE * fit.mean())));
            }
        });
        return all;
    }

    private static double[] numbers(int count) {
        var numbers = new double[count];
        for (int at = 0; at < count; at++) {
            numbers[at] = at;
        }
        return numbers;
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    synchronized List<Double> memoryMegabytes(String part) {
        return List.copyOf(series.getOrDefault(MEMORY + part, List.of()));
    }

    /** Every series for the JSON file, in mebibytes and rows. */
    synchronized Map<String, Object> describe() {
        var all = new LinkedHashMap<String, Object>();
        all.put("everySeconds", pause.toSeconds());
        all.putAll(series);
        return all;
    }
}
