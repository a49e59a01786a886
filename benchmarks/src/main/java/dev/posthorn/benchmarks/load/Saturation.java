package dev.posthorn.benchmarks.load;

import dev.posthorn.benchmarks.load.Publisher.Loop;
import dev.posthorn.benchmarks.load.Publisher.Target;
import io.vertx.core.Vertx;

import java.util.function.LongFunction;

/**
 * A closed loop: publishes as fast as events are delivered, with a bounded number between the start of their publishing and
 * their arrival at the endpoint. What it finds is therefore a rate that is kept up, not one at which a backlog grows.
 */
final class Saturation implements Load {

    private final Vertx vertx;
    private final Run run;
    private final LongFunction<Target> targets;
    private final Limits limits;
    private volatile boolean stopped;

    /**
     * @param open deliveries between publishing and arrival
     * @param requests publishing requests that are out
     * @param batch events in a request; 1 uses the address for single events
     */
    record Limits(int open, int requests, int batch) {}

    Saturation(Vertx vertx, Run run, LongFunction<Target> targets, Limits limits) {
        this.vertx = vertx;
        this.run = run;
        this.targets = targets;
        this.limits = limits;
    }

    @Override
    public void start(Publisher publisher) {
        int each = Math.max(1, limits.requests() / publisher.loops().size());
        publisher.loops().forEach(loop -> new Pump(loop, each).start());
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** One loop's share. Its state belongs to the loop's thread. */
    private final class Pump {

        private final Loop loop;
        private final int most;
        private int out;

        private Pump(Loop loop, int most) {
            this.loop = loop;
            this.most = most;
        }

        private void start() {
            loop.context().runOnContext(now -> {
                // Arrivals are not told one by one: what they made room for is looked at each millisecond.
                vertx.setPeriodic(1, timer -> {
                    if (stopped) {
                        vertx.cancelTimer(timer);
                    }
                    publish();
                });
                publish();
            });
        }

        private void publish() {
            while (!stopped && out < most) {
                long first = run.tryBegin(limits.batch(), limits.open());
                if (first < 0) {
                    return;
                }
                out++;
                Target target = targets.apply(first / limits.batch());
                loop.publish(run, target, first, limits.batch(), limits.batch() > 1, Clock.micros())
                        .onComplete(answered -> {
                            if (answered.succeeded() && answered.result().isAccepted()) {
                                next();
                            } else {
                                // This publisher waits as it was asked to, or a second when it got no answer.
                                int seconds =
                                        answered.succeeded() ? answered.result().retryAfterSeconds() : 1;
                                vertx.setTimer(Math.max(1, seconds) * 1_000L, timer -> next());
                            }
                        });
            }
        }

        private void next() {
            out--;
            publish();
        }
    }
}
