package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.report.Report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One thing that is measured. */
@FunctionalInterface
public interface Scenario {

    void run(Bench bench, Report report) throws Exception;

    static List<String> names() {
        return List.copyOf(all().keySet());
    }

    static Scenario named(String name) {
        return all().get(name);
    }

    private static Map<String, Scenario> all() {
        var all = new LinkedHashMap<String, Scenario>();
        all.put("throughput", new Throughput(false));
        all.put("throughput-batch", new Throughput(true));
        all.put("latency", new Latency());
        all.put("isolation", new Isolation());
        all.put("fanout", new FanOut());
        all.put("backlog", new Backlog());
        all.put("history", new History());
        all.put("soak", new Soak());
        return all;
    }
}
