package dev.posthorn.foundation.job;

import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs rounds of a job in one virtual thread, never two at a time: at once while there is more to do, after a pause
 * otherwise, and early when it is woken. A round that fails is logged and tried again after a longer pause, so that an
 * outage of the database or the broker ends by itself.
 *
 * <p>Quarkus Scheduler fires every second at most; this serves the jobs whose delay a user would notice.
 */
public final class RepeatedJob implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RepeatedJob.class);
    private static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    /** One round of a job. */
    @FunctionalInterface
    public interface Round {

        /** @return whether there is more to do right away */
        boolean run() throws Exception;
    }

    private final String name;
    private final Duration pause;
    private final Round round;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean woken;
    private boolean closed;

    private RepeatedJob(String name, Duration pause, Round round) {
        this.name = Objects.requireNonNull(name, "name is missing");
        this.pause = Objects.requireNonNull(pause, "pause is missing");
        this.round = Objects.requireNonNull(round, "round is missing");
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    public static RepeatedJob start(String name, Duration pause, Round round) {
        var job = new RepeatedJob(name, pause, round);
        job.thread.start();
        return job;
    }

    /** Ends the present pause, or makes the next one fall out. May be called from any thread. */
    public void wake() {
        signal(false);
    }

    /** Lets the present round end, for at most 10 seconds, and starts no other. */
    @Override
    public void close() {
        signal(true);
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        int failures = 0;
        while (!isClosed()) {
            Duration next;
            try {
                next = round.run() ? Duration.ZERO : pause;
                failures = 0;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                failures++;
                next = pauseAfter(failures);
                LOG.warnf(e, "Round of %s failed (%d in a row), trying again in %s", name, failures, next);
            }
            if (!pauseFor(next)) {
                return;
            }
        }
    }

    private static Duration pauseAfter(int failures) {
        Duration doubled = Duration.ofMillis(100L << Math.min(failures, 10));
        return doubled.compareTo(LONGEST_PAUSE_AFTER_FAILURE) < 0 ? doubled : LONGEST_PAUSE_AFTER_FAILURE;
    }

    private boolean pauseFor(Duration duration) {
        lock.lock();
        try {
            long nanos = duration.toNanos();
            while (!woken && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            woken = false;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void signal(boolean close) {
        lock.lock();
        try {
            woken = true;
            closed |= close;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
