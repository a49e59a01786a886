package dev.posthorn.foundation.job;

import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Commits what arrived while the previous commit ran as one group. One thread commits: a platform thread, which an answer
 * of the database wakes directly, where a virtual one takes two hops more. Under load one commit serves hundreds, and a
 * lone item waits for nothing.
 */
public final class GroupCommit<T> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(GroupCommit.class);

    private final BlockingQueue<T> waiting = new LinkedBlockingQueue<>();
    private final int greatestGroup;
    private final long linger;
    private final Consumer<List<T>> commit;
    private final Thread thread;
    private volatile boolean closed;

    /** @param commit deals with its own failures: what it throws is logged, and its group not seen again */
    public GroupCommit(String name, int greatestGroup, Consumer<List<T>> commit) {
        this(name, greatestGroup, Duration.ZERO, commit);
    }

    /** @param linger how long the first of a group waits for others, where nobody waits for the answer */
    public GroupCommit(String name, int greatestGroup, Duration linger, Consumer<List<T>> commit) {
        this.linger = linger.toNanos();
        this.greatestGroup = greatestGroup;
        this.commit = commit;
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::loop);
    }

    /** May be called from any thread; never blocks. */
    public void add(T item) {
        waiting.add(item);
    }

    public int size() {
        return waiting.size();
    }

    private void loop() {
        var group = new ArrayList<T>();
        try {
            while (!closed || !waiting.isEmpty()) {
                T first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                group.add(first);
                gather(group);
                commit(List.copyOf(group));
                group.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void gather(List<T> group) throws InterruptedException {
        long until = System.nanoTime() + linger;
        waiting.drainTo(group, greatestGroup - group.size());
        while (!closed && group.size() < greatestGroup) {
            T next = waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            group.add(next);
            waiting.drainTo(group, greatestGroup - group.size());
        }
    }

    private void commit(List<T> group) {
        try {
            commit.accept(group);
        } catch (RuntimeException e) {
            LOG.errorf(e, "A group of %d was not committed by %s", group.size(), thread.getName());
        }
    }

    /** Commits what waits, for at most 10 seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
