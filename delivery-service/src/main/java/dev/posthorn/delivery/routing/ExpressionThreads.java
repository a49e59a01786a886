package dev.posthorn.delivery.routing;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Where expressions are evaluated: a few platform threads, whose time and memory can be counted. A tenant has one of them at
 * a time, and tenants take turns, so that one with slow expressions waits for itself. What one tenant hands in is done in
 * its order.
 */
@ApplicationScoped
public class ExpressionThreads {

    private static final Logger LOG = Logger.getLogger(ExpressionThreads.class);

    /** For expressions as deep as they may be. */
    private static final long STACK = 4 * 1024 * 1024;

    static final String NAME = "expressions-";

    /** What a tenant has handed in. It is in turns, or at work, as long as it is here. */
    private final Map<String, ArrayDeque<Runnable>> waiting = new HashMap<>();

    private final LinkedBlockingQueue<String> turns = new LinkedBlockingQueue<>();
    private final ThreadGroup threads = new ThreadGroup("expressions");

    ExpressionThreads() {
        QuietThreads.install(thread -> thread.getName().startsWith(NAME));
        int count = Math.max(2, Runtime.getRuntime().availableProcessors());
        for (int number = 1; number <= count; number++) {
            var thread = new Thread(threads, this::work, NAME + number, STACK);
            thread.setDaemon(true);
            thread.start();
        }
    }

    @PreDestroy
    void stop() {
        threads.interrupt();
    }

    /** Never blocks. Any thread. */
    public void execute(String tenant, Runnable task) {
        synchronized (waiting) {
            ArrayDeque<Runnable> own = waiting.get(tenant);
            if (own != null) {
                own.add(task);
                return;
            }
            own = new ArrayDeque<>();
            own.add(task);
            waiting.put(tenant, own);
        }
        turns.add(tenant);
    }

    /** The same for a task with an answer. */
    public <T> CompletionStage<T> supply(String tenant, Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, work -> execute(tenant, work));
    }

    private void work() {
        try {
            while (true) {
                doOne(turns.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void doOne(String tenant) {
        Runnable task;
        synchronized (waiting) {
            task = waiting.get(tenant).peek();
        }
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "A task of %s failed", tenant);
        }
        synchronized (waiting) {
            ArrayDeque<Runnable> own = waiting.get(tenant);
            own.remove();
            if (own.isEmpty()) {
                waiting.remove(tenant);
                return;
            }
        }
        turns.add(tenant);
    }
}
