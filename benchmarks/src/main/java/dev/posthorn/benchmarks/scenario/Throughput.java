package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator.Result;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;

import java.util.List;

/** How many deliveries a second are kept up, beside what the same client does with nothing else to do. */
record Throughput(boolean batches) implements Scenario {

    private static final double LEAST_SINGLE = 0.35;
    private static final double LEAST_BATCH = 0.5;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        int batch = batches ? bench.options().batch() : 1;
        Result result = bench.saturate(batches ? "throughput in batches of " + batch : "throughput", batch);
        double ceiling = bench.ceiling(report);
        if (!batches) {
            bench.sustained(result.deliveriesPerSecond());
        }
        report.add(Figure.plain("deliveries", Figure.perSecond(result.deliveriesPerSecond())));
        report.add(Figure.plain("raw ceiling", Figure.perSecond(ceiling)));
        report.add(Figure.atLeast(
                "share of the ceiling", result.deliveriesPerSecond() / ceiling, batches ? LEAST_BATCH : LEAST_SINGLE));
        Bench.account(report, "run", result);
        report.note("A closed loop: as much as is kept up, with a bounded number of deliveries on their way.");
        report.plot(Plot.overTime(
                report.scenario(), "deliveries per second", 1, List.of(Plot.steps("delivered", result.perSecond()))));
    }
}
