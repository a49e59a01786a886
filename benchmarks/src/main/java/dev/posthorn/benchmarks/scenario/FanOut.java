package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator;
import dev.posthorn.benchmarks.receiver.Receiver.Behaviour;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Plot;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.stack.Audience;

import java.util.List;

/** One event to ten thousand endpoints, again and again. */
final class FanOut implements Scenario {

    private static final int ENDPOINTS = 10_000;

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public void run(Lab lab, Report report) throws Exception {
        int endpoints = lab.plan().scaled(ENDPOINTS);
        Audience good = lab.goodEndpoints();
        Audience all = lab.audiences()
                .make("fanout", 1, endpoints, false, at -> lab.receiver().url(Behaviour.GOOD, at));
        LoadGenerator.Result most = lab.most("most", good);
        LoadGenerator.Result fanOut = lab.load()
                .fanOut("fan-out", all.target(0), endpoints, lab.plan().times());

        report.add(Figure.plain("endpoints of the event", "%,d".formatted(endpoints)));
        report.add(Figure.plain("deliveries", Figure.perSecond(fanOut.deliveriesPerSecond())));
        report.add(Figure.plain(
                "until the last endpoint has it",
                Figure.millis(fanOut.deliveryTimes().getMaxValue() / 1000.0)));
        report.add(Figure.plain("deliveries of throughput", Figure.perSecond(most.deliveriesPerSecond())));
        report.add(Figure.atLeast(
                "deliveries / throughput's", fanOut.deliveriesPerSecond() / most.deliveriesPerSecond(), 1));
        Lab.tell(report, "fanout", fanOut);
        Lab.tell(report, "most", most);
        report.note(
                "The next event is published when the one before has arrived everywhere. Time is the longest of all.");
        report.plot(Plot.overTime(
                "Deliveries per second", "per second", 1, List.of(Plot.steps("fan-out", fanOut.perSecond()))));
    }
}
