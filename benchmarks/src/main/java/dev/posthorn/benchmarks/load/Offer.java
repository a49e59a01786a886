package dev.posthorn.benchmarks.load;

import dev.posthorn.benchmarks.load.Publisher.Loop;
import dev.posthorn.benchmarks.load.Publisher.Target;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** An open loop: events start by a schedule, however slowly earlier ones are answered. */
final class Offer implements Load {

    private final Run run;
    private final LongFunction<Target> targets;
    private final ArrivalSchedule schedule;
    private volatile boolean stopped;

    Offer(Run run, LongFunction<Target> targets, ArrivalSchedule schedule) {
        this.run = run;
        this.targets = targets;
        this.schedule = schedule;
    }

    @Override
    public void start(Publisher publisher) {
        Thread.ofPlatform().daemon().name("arrivals").start(() -> arrive(publisher.loops()));
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private void arrive(List<Loop> loops) {
        long start = Clock.micros();
        for (long event = 0; !stopped; event++) {
            long intended = start + schedule.offset(event).toNanos() / 1_000;
            for (long wait = intended - Clock.micros(); wait > 0 && !stopped; wait = intended - Clock.micros()) {
                LockSupport.parkNanos(wait * 1_000);
            }
            Loop loop = loops.get((int) (event % loops.size()));
            Target target = targets.apply(event);
            loop.context().runOnContext(now -> loop.publish(run, target, run.begin(), 1, false, intended));
        }
    }
}
