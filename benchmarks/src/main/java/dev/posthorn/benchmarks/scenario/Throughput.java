package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.ceiling.RawCeiling;
import dev.posthorn.benchmarks.load.LoadGenerator;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.util.List;

/** The most deliveries of 1 KiB payloads that are kept up, everything durable and logged, beside the raw ceiling. */
final class Throughput implements Scenario {

    private static final double SINGLE_MUST = 0.35;
    private static final double BATCH_MUST = 0.50;

    /** What more is published at once only waits: two requests are written while two are committed. */
    private static final int BATCHES_OUT = 8;

    private final boolean batched;

    /** @param batched whether many events are published in one request */
    Throughput(boolean batched) {
        this.batched = batched;
    }

    @Override
    public String name() {
        return batched ? "throughput-batch" : "throughput";
    }

    @Override
    public void run(Lab lab, Report report) throws Exception {
        Audience audience = lab.goodEndpoints();
        LoadGenerator.Result ours = batched ? batches(lab, audience) : lab.most("throughput", audience);
        var ceiling = new RawCeiling(lab.receiver().port(), lab.scratch().resolve("ceiling.log"), lab.progress())
                .measure(lab.plan().warmUp().dividedBy(2), lab.plan().window().dividedBy(2));

        report.add(Figure.plain("deliveries", Figure.perSecond(ours.deliveriesPerSecond())));
        report.add(Figure.plain("raw ceiling", Figure.perSecond(ceiling.perSecond())));
        report.add(Figure.atLeast(
                "deliveries / raw ceiling",
                ours.deliveriesPerSecond() / ceiling.perSecond(),
                batched ? BATCH_MUST : SINGLE_MUST));
        Lab.tell(report, name(), ours);
        report.detail("rawCeilingByRequestsAtOnce", ceiling.byRequests());
        report.note("A closed loop: events are published as fast as earlier ones arrive, with a bounded number on"
                + " their way, so the rate is one that is kept up. Latency under it is the latency of saturation.");
        report.note("The raw ceiling is the best of several numbers of requests at once.");
        report.plot(
                Plot.overTime("Deliveries per second", "per second", 1, List.of(Plot.steps(name(), ours.perSecond()))));
    }

    private static LoadGenerator.Result batches(Lab lab, Audience audience) throws InterruptedException {
        int batch = lab.plan().batch();
        int open = Math.max(lab.plan().open(), 2 * BATCHES_OUT * batch);
        return lab.load()
                .saturate(
                        "throughput, " + batch + " events a request",
                        audience::target,
                        open,
                        BATCHES_OUT,
                        batch,
                        lab.plan().times());
    }
}
