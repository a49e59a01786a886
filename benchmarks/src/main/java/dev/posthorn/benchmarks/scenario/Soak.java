package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator;
import dev.posthorn.benchmarks.load.LoadGenerator.Times;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.scenario.SoakSamples.Flatness;
import dev.posthorn.benchmarks.stack.Audience;

import java.util.ArrayList;
import java.util.List;

/** Half of the load that is possible, for half an hour: nothing may grow but the log. */
final class Soak implements Scenario {

    private static final double SHARE = 0.5;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public void run(Lab lab, Report report) throws Exception {
        Audience audience = lab.goodEndpoints();
        LoadGenerator.Result most = lab.most("most", audience);
        double rate = most.deliveriesPerSecond() * SHARE;
        var samples = new SoakSamples(lab.parts(), lab.ledger(), lab.plan().soak());
        LoadGenerator.Result result;
        try (samples) {
            samples.start(lab.plan().warmUp());
            result = lab.load()
                    .offer(
                            "soak",
                            audience::target,
                            rate,
                            new Times(lab.plan().warmUp(), lab.plan().soak()));
        }

        report.add(Figure.plain("offered", Figure.perSecond(rate)));
        report.add(Figure.plain(
                "received",
                Figure.perSecond(result.deliveriesPerSecond()) + " over "
                        + result.window().toMinutes() + " min"));
        report.add(Figure.plain(
                "published to received, p50 / p99",
                Figure.millis(Lab.millis(result.deliveryTimes(), 50)) + " / "
                        + Figure.millis(Lab.millis(result.deliveryTimes(), 99))));
        for (Flatness flatness : samples.flatness()) {
            report.add(flatness.figure());
        }
        Lab.tell(report, "soak", result);
        Lab.tell(report, "most", most);
        report.detail("samples", samples.describe());
        report.note(
                "Flat: the straight line through the samples of the second half rises within it by less than a tenth"
                        + " of their mean, or by less than what is named. event and attempt are the log, and grow as they should.");
        var lines = new ArrayList<Plot.Line>();
        for (String part : List.of("delivery", "monitoring", "subscription", "broker", "postgres")) {
            lines.add(Plot.steps(part, samples.memoryMegabytes(part)));
        }
        report.plot(Plot.overTime("Memory", "MiB", samples.pauseSeconds(), lines));
        report.plot(Plot.overTime(
                "Deliveries per second", "per second", 1, List.of(Plot.steps("received", result.perSecond()))));
    }
}
