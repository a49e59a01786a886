package dev.posthorn.benchmarks.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** All runs of this process. What arrives late is counted where it belongs, and disturbs no later run. */
public final class Runs {

    private final AtomicReferenceArray<Run> runs = new AtomicReferenceArray<>(10_000);
    private final AtomicInteger last = new AtomicInteger();

    /** @param deliveriesPerEvent how many endpoints want each event */
    public Run begin(int deliveriesPerEvent) {
        int number = last.incrementAndGet();
        var run = new Run(number, deliveriesPerEvent);
        runs.set(number, run);
        return run;
    }

    /** Frees what the run remembers; what still arrives for it is ignored. */
    public void forget(Run run) {
        runs.set(run.number(), null);
    }

    public void receive(Payload payload, int endpoint) {
        Run run = runs.get(payload.run());
        if (run != null) {
            run.receive(payload, endpoint);
        }
    }
}
