package dev.posthorn.benchmarks.scenario;

import java.util.List;
import java.util.Optional;

/** All scenarios, in the order in which they run. */
public final class Scenarios {

    private static final List<Scenario> ALL = List.of(
            new Throughput(false),
            new Throughput(true),
            new Latency(),
            new Isolation(),
            new Backlog(),
            new FanOut(),
            new History(),
            new Soak());

    private Scenarios() {}

    public static List<Scenario> all() {
        return ALL;
    }

    public static Optional<Scenario> find(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }
}
