package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator.Result;
import dev.posthorn.benchmarks.receiver.Receiver.Behaviour;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.util.List;

/** A healthy tenant beside ten whose thousand endpoints never answer, with and without them. */
record Isolation() implements Scenario {

    private static final int TENANTS = 10;
    private static final int ENDPOINTS_PER_TENANT = 100;

    /** Events for each of the silent endpoints; each attempt holds a request for five seconds. */
    private static final double EVENTS_EACH_PER_SECOND = 0.5;

    private static final double LONGER = 1.5;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        double rate = bench.sustained() / 2;
        Audience healthy = bench.makeAudience("healthy", 1, 10, true, Behaviour.GOOD);
        Result without = bench.generator().offer("isolation, alone", healthy::target, rate, bench.times());
        Audience silent = bench.makeAudience("silent", TENANTS, ENDPOINTS_PER_TENANT, true, Behaviour.SILENT);
        var background = bench.generator()
                .background(silent::target, TENANTS * ENDPOINTS_PER_TENANT * EVENTS_EACH_PER_SECOND, 1);
        Result with;
        try {
            with = bench.generator().offer("isolation, beside silent ones", healthy::target, rate, bench.times());
        } finally {
            background.stop();
        }
        double p99Without = Bench.millis(without.deliveryTimes(), 99);
        double p99With = Bench.millis(with.deliveryTimes(), 99);
        report.add(Figure.plain("offered", Figure.perSecond(rate)));
        report.add(Figure.plain("p99 alone", Figure.millis(p99Without)));
        report.add(new Figure(
                "p99 beside 1,000 silent endpoints",
                "%s, %.2f times".formatted(Figure.millis(p99With), p99With / p99Without),
                "within 1.5 times",
                p99With <= LONGER * p99Without));
        report.add(Figure.atLeast(
                "throughput beside them", with.deliveriesPerSecond() / without.deliveriesPerSecond(), 0.9));
        report.add(Figure.plain("events for silent endpoints", "%,d".formatted(background.acceptedEvents())));
        Bench.account(report, "alone", without);
        Bench.account(report, "beside", with);
        report.plot(Plot.latency(
                "a healthy tenant at %,.0f events per second".formatted(rate),
                List.of(
                        Plot.quantiles("alone", without.deliveryTimes()),
                        Plot.quantiles("beside silent ones", with.deliveryTimes()))));
    }
}
