package dev.posthorn.monitoring.statistics;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.SQLException;
import java.time.InstantSource;

/** Deletes what is older than its retention, a bounded number of rows at a time. Any number of instances may do it. */
@ApplicationScoped
class StatisticsRetention {

    private static final int ROWS_AT_ONCE = 10_000;

    private final StatisticsRepository repository;
    private final StatisticsConfig config;
    private final InstantSource clock;

    StatisticsRetention(StatisticsRepository repository, StatisticsConfig config, InstantSource clock) {
        this.repository = repository;
        this.config = config;
        this.clock = clock;
    }

    /** How many rows one round deleted. */
    record Round(int batches, int minutes) {

        boolean isFull() {
            return batches == ROWS_AT_ONCE || minutes == ROWS_AT_ONCE;
        }
    }

    @Scheduled(every = "{posthorn.statistics.prune-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() throws SQLException {
        while (runOnce().isFull()) {
            // Until a round finds less than it may delete.
        }
    }

    Round runOnce() throws SQLException {
        var now = clock.instant();
        return new Round(
                repository.forgetBatches(now.minus(config.batchRetention()), ROWS_AT_ONCE),
                repository.forgetMinutes(now.minus(config.retention()), ROWS_AT_ONCE));
    }
}
