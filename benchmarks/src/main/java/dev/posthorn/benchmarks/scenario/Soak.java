package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator.Result;
import dev.posthorn.benchmarks.load.LoadGenerator.Times;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.LinearFit;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Half an hour at half of what is kept up: nothing may grow but the log. */
record Soak() implements Scenario {

    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** What a flat line may rise by over the whole run, as a share of its mean. */
    private static final double FLAT = 0.1;

    /** Tables that rows leave again, and what they take up on disk, dead rows and all. */
    private static final String QUEUES = """
            select relname, pg_total_relation_size(oid) from pg_class
            where relname in ('retry', 'dispatch_batch', 'attempt_news', 'outbox', 'parked_endpoint', 'instance')""";

    @Override
    public void run(Bench bench, Report report) throws Exception {
        double rate = bench.sustained() / 2;
        var samples = new Samples(bench);
        Thread sampler = Thread.ofPlatform().daemon().name("samples").start(samples);
        Result result;
        try {
            result = bench.generator()
                    .offer(
                            "soak",
                            bench.hundred()::target,
                            rate,
                            new Times(bench.options().warmUp(), bench.options().soak()));
        } finally {
            sampler.interrupt();
            sampler.join();
        }
        report.add(Figure.plain("offered", Figure.perSecond(rate)));
        report.add(Figure.plain("measured for", bench.options().soak().toSeconds() + " s"));
        samples.tell(report, bench.options().warmUp());
        report.add(Figure.plain("p99", Figure.millis(Bench.millis(result.deliveryTimes(), 99))));
        Bench.account(report, "run", result);
        report.plot(Plot.overTime("memory", "MiB", PAUSE.toSeconds(), samples.lines(1 << 20, "memory ")));
        report.plot(Plot.overTime("queue tables", "KiB", PAUSE.toSeconds(), samples.lines(1 << 10, "table ")));
    }

    /** Taken every few seconds, by a thread of its own. */
    private static final class Samples implements Runnable {

        private final Bench bench;
        private final Map<String, List<Long>> series = new TreeMap<>();

        private Samples(Bench bench) {
            this.bench = bench;
        }

        @Override
        public void run() {
            try {
                while (true) {
                    take();
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } catch (SQLException e) {
                bench.progress().say("No more samples: " + e.getMessage());
            }
        }

        private void take() throws SQLException {
            bench.parts().memory().forEach((part, bytes) -> add("memory " + part, bytes));
            try (var ledger = bench.ledger();
                    var statement = ledger.createStatement();
                    var rows = statement.executeQuery(QUEUES)) {
                while (rows.next()) {
                    add("table " + rows.getString(1), rows.getLong(2));
                }
            }
        }

        private void add(String name, long value) {
            series.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
        }

        /** From the second half of the warm-up's end on; what grows first is caches. */
        private void tell(Report report, Duration warmUp) {
            int skipped = (int) (warmUp.toSeconds() / PAUSE.toSeconds()) + 1;
            series.forEach((name, values) -> {
                if (values.size() - skipped < 3 || name.endsWith("benchmark") || name.endsWith("launcher")) {
                    return;
                }
                List<Long> kept = values.subList(skipped, values.size());
                double[] x = new double[kept.size()];
                double[] y = new double[kept.size()];
                for (int at = 0; at < x.length; at++) {
                    x[at] = at;
                    y[at] = kept.get(at);
                }
                LinearFit fit = LinearFit.of(x, y);
                double rise = fit.mean() == 0 ? 0 : fit.rise(x.length - 1) / fit.mean();
                report.add(new Figure(
                        name,
                        "%.1f MiB, %+.1f %%".formatted(fit.mean() / (1 << 20), rise * 100),
                        "rises by 10 % at most",
                        rise <= FLAT));
            });
            report.detail("samples", series);
        }

        private List<Plot.Line> lines(long unit, String prefix) {
            return series.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(prefix))
                    .map(entry -> Plot.steps(
                            entry.getKey().substring(prefix.length()),
                            entry.getValue().stream()
                                    .map(value -> (double) value / unit)
                                    .toList()))
                    .toList();
        }
    }
}
