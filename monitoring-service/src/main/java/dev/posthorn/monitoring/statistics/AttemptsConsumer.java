package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.foundation.id.AttemptBatchId;
import dev.posthorn.foundation.job.GroupCommit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Counts what arrives on {@code posthorn.attempts}. Each batch is read in a virtual thread of its own; those that came
 * within a moment are stored together, since most of them touch the same rows.
 *
 * <pre>
 * counted, or counted before        accepted: the broker forgets it
 * not readable, or not the contract rejected: dead letter at once, since trying again cannot help
 * database away                     neither: waits here, unsettled, until the database is back
 * this process ends                 neither: the broker delivers it again
 * </pre>
 */
@ApplicationScoped
@Startup // Its metrics are there from the beginning.
class AttemptsConsumer {

    private static final Logger LOG = Logger.getLogger(AttemptsConsumer.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Of one commit; below what is read at a time, or a group would wait for its end in vain. */
    private static final int MOST_BATCHES = 200;

    private final StatisticsRepository repository;
    private final GroupCommit<Counting> commits;
    private volatile boolean closed;
    private final Counter counted;
    private final Counter duplicates;
    private final Counter poison;

    AttemptsConsumer(StatisticsRepository repository, StatisticsConfig config, MeterRegistry metrics) {
        this.repository = repository;
        this.commits = new GroupCommit<>("attempts", MOST_BATCHES, config.gather(), this::store);
        this.counted = metrics.counter("posthorn.attempts.counted");
        this.duplicates = metrics.counter("posthorn.attempts.batches.duplicate");
        this.poison = metrics.counter("posthorn.attempts.messages.poison");
    }

    @Incoming("attempts")
    @RunOnVirtualThread
    void consume(Object body) throws InterruptedException {
        CountedBatch batch;
        try {
            batch = CountedBatch.of(ContractsJson.MAPPER.readValue(bytesOf(body), AttemptBatch.class));
        } catch (IOException | RuntimeException e) {
            // Whatever a body makes the reading throw, it would throw again.
            throw poisoned(e);
        }
        var counting = new Counting(batch, new CompletableFuture<>());
        commits.add(counting);
        try {
            if (counting.fresh().get()) {
                counted.increment(batch.attempts());
            } else {
                duplicates.increment();
            }
        } catch (ExecutionException e) {
            throw poisoned(e.getCause());
        }
    }

    /** @param fresh completed after the commit: whether the batch was counted now, and not before */
    private record Counting(CountedBatch batch, CompletableFuture<Boolean> fresh) {}

    void stop(@Observes ShutdownEvent event) {
        closed = true;
        commits.close();
    }

    /** The connector itself reads bodies that call themselves application/json. */
    private static byte[] bytesOf(Object body) {
        return switch (body) {
            case byte[] bytes -> bytes;
            case JsonObject json -> json.toBuffer().getBytes();
            default -> throw new IllegalArgumentException("A " + body.getClass().getSimpleName() + " as body");
        };
    }

    private void store(List<Counting> group) {
        while (true) {
            try {
                Set<AttemptBatchId> fresh = new HashSet<>(
                        repository.add(group.stream().map(Counting::batch).toList()));
                group.forEach(
                        one -> one.fresh().complete(fresh.remove(one.batch().id())));
                return;
            } catch (SQLException e) {
                if (isTheBatchsFault(e)) {
                    storeOneByOne(group, e);
                    return;
                }
                LOG.warnf("%d batches wait for the database: %s", group.size(), e.getMessage());
                if (closed || !pause()) {
                    return;
                }
            }
        }
    }

    /** One of them is at fault; the others must not suffer for it. */
    private void storeOneByOne(List<Counting> group, SQLException failure) {
        if (group.size() > 1) {
            group.forEach(one -> store(List.of(one)));
        } else {
            group.getFirst().fresh().completeExceptionally(failure);
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Data exceptions (class 22) and violated constraints (class 23) come back however often it is tried. */
    private static boolean isTheBatchsFault(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private UnreadableBatchException poisoned(Throwable cause) {
        poison.increment();
        return new UnreadableBatchException(cause);
    }

    /** Without a stack trace, which would say nothing about the message and fill the log. */
    private static final class UnreadableBatchException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private UnreadableBatchException(Throwable cause) {
            super("Not a batch of attempts: " + cause.getMessage(), null, false, false);
        }
    }
}
