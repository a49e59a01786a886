package dev.posthorn.benchmarks.load;

import dev.posthorn.benchmarks.load.Publisher.Target;
import dev.posthorn.benchmarks.report.Progress;
import dev.posthorn.benchmarks.stack.Parts;
import io.vertx.core.Vertx;
import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Makes one run: warm-up, the measured window, and the wait for what is still on its way. */
public final class LoadGenerator {

    /** The default retry schedule's first four pauses, and some attempts that time out. */
    private static final Duration DRAIN = Duration.ofSeconds(90);

    private final Vertx vertx;
    private final Runs runs;
    private final Publisher publisher;
    private final Parts parts;
    private final Progress progress;

    public LoadGenerator(Vertx vertx, Runs runs, Publisher publisher, Parts parts, Progress progress) {
        this.vertx = vertx;
        this.runs = runs;
        this.publisher = publisher;
        this.parts = parts;
        this.progress = progress;
    }

    /** How long to warm up, and to measure. */
    public record Times(Duration warmUp, Duration window) {}

    /**
     * What was seen in the window.
     *
     * @param perSecond deliveries received in each second of it
     * @param deliveryTimes microseconds from the intended start of publishing to arrival
     * @param publishTimes microseconds from the intended start of publishing to 202
     * @param processorTime used by each part of the stack within the window
     * @param counts of the whole run, warm-up and end included
     */
    public record Result(
            Duration window,
            long delivered,
            List<Long> perSecond,
            Histogram deliveryTimes,
            Histogram publishTimes,
            Map<String, Duration> processorTime,
            Run.Counts counts) {

        public double deliveriesPerSecond() {
            return delivered / (window.toNanos() / 1e9);
        }
    }

    /**
     * As many deliveries as are kept up.
     *
     * @param open events between the start of their publishing and their arrival
     * @param requests publishing requests that are out at once
     * @param batch events in one request
     */
    public Result saturate(String name, LongFunction<Target> targets, int open, int requests, int batch, Times times)
            throws InterruptedException {
        Run run = runs.begin(1);
        return make(
                name, run, new Saturation(vertx, run, targets, new Saturation.Limits(open, requests, batch)), times);
    }

    /** One event after the other, each for many endpoints: the next begins when the one before has arrived everywhere. */
    public Result fanOut(String name, Target target, int endpoints, Times times) throws InterruptedException {
        Run run = runs.begin(endpoints);
        return make(name, run, new Saturation(vertx, run, _ -> target, new Saturation.Limits(endpoints, 2, 1)), times);
    }

    /** Events at a given rate, whatever comes of them. */
    public Result offer(String name, LongFunction<Target> targets, double perSecond, Times times)
            throws InterruptedException {
        Run run = runs.begin(1);
        return make(name, run, new Offer(run, targets, new ArrivalSchedule(perSecond)), times);
    }

    /** Events at a given rate, beside other runs, until it is stopped. Nothing is measured but its counts. */
    public Background background(LongFunction<Target> targets, double perSecond, int deliveriesPerEvent) {
        Run run = runs.begin(deliveriesPerEvent);
        var load = new Offer(run, targets, new ArrivalSchedule(perSecond));
        load.start(publisher);
        return new Background(load, run);
    }

    /** A run that goes on beside others. */
    public static final class Background {

        private final Load load;
        private final Run run;

        private Background(Load load, Run run) {
            this.load = load;
            this.run = run;
        }

        public void stop() {
            load.stop();
        }

        public long acceptedEvents() {
            return run.acceptedCount();
        }
    }

    private Result make(String name, Run run, Load load, Times times) throws InterruptedException {
        long begin = Clock.micros();
        long from = begin + times.warmUp().toNanos() / 1_000;
        long to = from + times.window().toNanos() / 1_000;
        run.measure(from, to);
        load.start(publisher);
        try {
            follow(name + ", warming up", run, begin, from);
            long before = run.receivedCount();
            Map<String, Duration> usedBefore = parts.processorTime();
            List<Long> perSecond = follow(name, run, from, to);
            long delivered = run.receivedCount() - before;
            Map<String, Duration> used = Parts.difference(usedBefore, parts.processorTime());
            Duration window = Duration.ofNanos((Clock.micros() - from) * 1_000);
            if (delivered == 0) {
                throw new IllegalStateException(
                        "Nothing was delivered in the measured time of " + name + "; " + run.counts());
            }
            load.stop();
            drain(name, run);
            return new Result(
                    window, delivered, perSecond, run.takeDeliveryTimes(), run.takePublishTimes(), used, run.counts());
        } finally {
            load.stop();
            runs.forget(run);
        }
    }

    private List<Long> follow(String name, Run run, long from, long to) throws InterruptedException {
        var perSecond = new ArrayList<Long>();
        long last = run.receivedCount();
        for (long tick = from + 1_000_000; tick < to + 1_000_000; tick += 1_000_000) {
            sleepUntil(Math.min(tick, to));
            long now = run.receivedCount();
            if (tick <= to) {
                perSecond.add(now - last);
            }
            progress.show(
                    name,
                    "%,d deliveries per second, %,d on their way, %d s to go"
                            .formatted(now - last, run.open(), Math.max(0, (to - tick) / 1_000_000)));
            last = now;
        }
        return perSecond;
    }

    private void drain(String name, Run run) throws InterruptedException {
        long end = Clock.micros() + DRAIN.toNanos() / 1_000;
        // Publishing requests that are out may still be accepted; two quiet looks in a row are the end.
        for (int quiet = 0; quiet < 2 && Clock.micros() < end; ) {
            quiet = run.open() <= 0 ? quiet + 1 : 0;
            progress.show(name + ", waiting for what is on its way", "%,d".formatted(run.open()));
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private static void sleepUntil(long micros) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(Math.max(0, micros - Clock.micros()));
    }
}
