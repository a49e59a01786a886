package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator.Result;
import dev.posthorn.benchmarks.receiver.Receiver.Behaviour;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.util.List;

/** One event for ten thousand endpoints. */
record FanOut() implements Scenario {

    private static final int ENDPOINTS = 10_000;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        double single = bench.sustained();
        int endpoints =
                (int) Math.max(100, ENDPOINTS * Math.min(1, bench.options().scale()));
        Audience many = bench.makeAudience("fanout", 1, endpoints, false, Behaviour.GOOD);
        Result result = bench.generator().fanOut("fanout", many.target(0), endpoints, bench.times());
        report.add(Figure.plain("endpoints", "%,d".formatted(endpoints)));
        report.add(new Figure(
                "deliveries",
                Figure.perSecond(result.deliveriesPerSecond()),
                "at least " + Figure.perSecond(single),
                result.deliveriesPerSecond() >= single));
        Bench.account(report, "run", result);
        report.plot(Plot.overTime(
                "one event for %,d endpoints".formatted(endpoints),
                "deliveries per second",
                1,
                List.of(Plot.steps("delivered", result.perSecond()))));
    }
}
