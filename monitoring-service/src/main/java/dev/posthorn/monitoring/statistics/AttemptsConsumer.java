package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.contracts.ContractsJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Counts what arrives on {@code posthorn.attempts}, several batches at a time, each in a virtual thread of its own.
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

    private final StatisticsRepository repository;
    private final Counter counted;
    private final Counter duplicates;
    private final Counter poison;

    AttemptsConsumer(StatisticsRepository repository, MeterRegistry metrics) {
        this.repository = repository;
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
        if (store(batch)) {
            counted.increment(batch.attempts());
        } else {
            duplicates.increment();
        }
    }

    /** The connector itself reads bodies that call themselves application/json. */
    private static byte[] bytesOf(Object body) {
        return switch (body) {
            case byte[] bytes -> bytes;
            case JsonObject json -> json.toBuffer().getBytes();
            default -> throw new IllegalArgumentException("A " + body.getClass().getSimpleName() + " as body");
        };
    }

    private boolean store(CountedBatch batch) throws InterruptedException {
        while (true) {
            try {
                return repository.add(batch);
            } catch (SQLException e) {
                if (isTheBatchsFault(e)) {
                    throw poisoned(e);
                }
                LOG.warnf("Batch %s waits for the database: %s", batch.id(), e.getMessage());
                Thread.sleep(PAUSE);
            }
        }
    }

    /** Data exceptions (class 22) and violated constraints (class 23) come back however often it is tried. */
    private static boolean isTheBatchsFault(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private UnreadableBatchException poisoned(Exception cause) {
        poison.increment();
        return new UnreadableBatchException(cause);
    }

    /** Without a stack trace, which would say nothing about the message and fill the log. */
    private static final class UnreadableBatchException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private UnreadableBatchException(Exception cause) {
            super("Not a batch of attempts: " + cause.getMessage(), null, false, false);
        }
    }
}
