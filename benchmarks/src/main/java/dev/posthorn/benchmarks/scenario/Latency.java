package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.util.List;

/** How soon a webhook arrives at a fifth of the load that is possible. */
final class Latency implements Scenario {

    private static final double SHARE = 0.2;
    private static final double MEDIAN_MUST = 10;
    private static final double P99_MUST = 50;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void run(Lab lab, Report report) throws Exception {
        Audience audience = lab.goodEndpoints();
        LoadGenerator.Result most = lab.most("most", audience);
        double rate = most.deliveriesPerSecond() * SHARE;
        LoadGenerator.Result result =
                lab.load().offer("latency", audience::target, rate, lab.plan().times());

        report.add(Figure.plain("offered", Figure.perSecond(rate)));
        report.add(Figure.below("published to received, p50", Lab.millis(result.deliveryTimes(), 50), MEDIAN_MUST));
        report.add(Figure.below("published to received, p99", Lab.millis(result.deliveryTimes(), 99), P99_MUST));
        report.add(
                Figure.plain("published to received, p99.9", Figure.millis(Lab.millis(result.deliveryTimes(), 99.9))));
        report.add(Figure.plain("published to accepted, p50", Figure.millis(Lab.millis(result.publishTimes(), 50))));
        Lab.tell(report, "latency", result);
        Lab.tell(report, "most", most);
        report.note(
                "Time counts from the moment at which an event was scheduled to be published, which is stricter than"
                        + " from its acceptance: it includes publishing, and any wait to be published (no coordinated omission).");
        report.plot(Plot.latency(
                "Latency at %.0f events per second".formatted(rate),
                List.of(
                        Plot.quantiles("until received", result.deliveryTimes()),
                        Plot.quantiles("until accepted", result.publishTimes()))));
    }
}
