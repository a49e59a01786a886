package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator;
import dev.posthorn.benchmarks.receiver.Receiver.Behaviour;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.util.List;

/** A healthy tenant beside ten whose endpoints take requests and never answer. */
final class Isolation implements Scenario {

    private static final int SILENT_TENANTS = 10;
    private static final int SILENT_ENDPOINTS = 1_000;
    private static final double SHARE = 0.5;

    /**
     * Each event of a silent tenant is for all its endpoints: these are 500 deliveries per second, each of which holds a
     * slot for 5 s, and comes again 1 s, 5 s, 12 s and 25 s later. Without isolation that is more than all slots.
     */
    private static final double SILENT_EVENTS_PER_SECOND = 5;

    private static final double P99_MUST = 1.5;
    private static final double RATE_MUST = 0.9;

    @Override
    public String name() {
        return "isolation";
    }

    @Override
    public void run(Lab lab, Report report) throws Exception {
        int perTenant = lab.plan().scaled(SILENT_ENDPOINTS) / SILENT_TENANTS;
        Audience healthy = lab.goodEndpoints(1);
        Audience silent = lab.audiences()
                .make(
                        "silent",
                        SILENT_TENANTS,
                        perTenant,
                        false,
                        at -> lab.receiver().url(Behaviour.SILENT, at));
        LoadGenerator.Result most = lab.most("most", healthy);
        double rate = most.deliveriesPerSecond() * SHARE;
        LoadGenerator.Result alone =
                lab.load().offer("alone", healthy::target, rate, lab.plan().times());
        long heldBefore = lab.receiver().neverAnswered();
        var background = lab.load().background(silent::target, SILENT_EVENTS_PER_SECOND, perTenant);
        LoadGenerator.Result beside;
        try {
            beside = lab.load()
                    .offer(
                            "beside silent endpoints",
                            healthy::target,
                            rate,
                            lab.plan().times());
        } finally {
            background.stop();
        }

        double p99Alone = Lab.millis(alone.deliveryTimes(), 99);
        double p99Beside = Lab.millis(beside.deliveryTimes(), 99);
        report.add(Figure.plain("offered to the healthy tenant", Figure.perSecond(rate)));
        report.add(Figure.plain("silent endpoints", "%,d".formatted(perTenant * SILENT_TENANTS)));
        report.add(Figure.plain(
                "attempts at silent endpoints",
                "%,d for %,d deliveries"
                        .formatted(
                                lab.receiver().neverAnswered() - heldBefore, background.acceptedEvents() * perTenant)));
        report.add(Figure.plain("p99 alone / beside", Figure.millis(p99Alone) + " / " + Figure.millis(p99Beside)));
        report.add(new Figure(
                "p99 beside / alone",
                "%.2f times".formatted(p99Beside / p99Alone),
                "at most %.1f times".formatted(P99_MUST),
                p99Beside <= P99_MUST * p99Alone));
        report.add(Figure.atLeast(
                "throughput beside / alone", beside.deliveriesPerSecond() / alone.deliveriesPerSecond(), RATE_MUST));
        Lab.tell(report, "alone", alone);
        Lab.tell(report, "beside", beside);
        Lab.tell(report, "most", most);
        report.plot(Plot.latency(
                "Latency of the healthy tenant at %.0f events per second".formatted(rate),
                List.of(
                        Plot.quantiles("alone", alone.deliveryTimes()),
                        Plot.quantiles("beside silent ones", beside.deliveryTimes()))));
    }
}
