package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator.Result;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;

import java.util.List;

/** From the moment an event was to be published to its arrival, at a fifth of what is kept up. */
record Latency() implements Scenario {

    @Override
    public void run(Bench bench, Report report) throws Exception {
        double rate = bench.sustained() / 5;
        Result result = bench.generator().offer("latency", bench.hundred()::target, rate, bench.times());
        report.add(Figure.plain("offered", Figure.perSecond(rate)));
        report.add(Figure.below("p50", Bench.millis(result.deliveryTimes(), 50), 10));
        report.add(Figure.below("p99", Bench.millis(result.deliveryTimes(), 99), 50));
        report.add(Figure.plain("p99.9", Figure.millis(Bench.millis(result.deliveryTimes(), 99.9))));
        report.add(Figure.plain("accepted, p50", Figure.millis(Bench.millis(result.publishTimes(), 50))));
        report.add(Figure.plain("accepted, p99", Figure.millis(Bench.millis(result.publishTimes(), 99))));
        Bench.account(report, "run", result);
        report.note("An open loop: events start by a schedule, and their times count from it.");
        report.plot(Plot.latency(
                "latency at %,.0f events per second".formatted(rate),
                List.of(
                        Plot.quantiles("published to received", result.deliveryTimes()),
                        Plot.quantiles("published to accepted", result.publishTimes()))));
    }
}
