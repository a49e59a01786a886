package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.monitoring.Attempts;
import jakarta.inject.Singleton;

import java.sql.SQLException;
import java.util.List;

/** Counts attempts at once, without a broker. */
@Singleton
public class Counting {

    private final StatisticsRepository repository;

    Counting(StatisticsRepository repository) {
        this.repository = repository;
    }

    public void count(List<Attempt> attempts) throws SQLException {
        repository.add(List.of(CountedBatch.of(Attempts.batch(attempts))));
    }
}
