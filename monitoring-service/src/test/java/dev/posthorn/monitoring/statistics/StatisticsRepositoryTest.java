package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.Attempts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class StatisticsRepositoryTest {

    private static final Instant END = Instant.parse("2026-03-01T10:30:05Z");

    @Inject
    StatisticsRepository repository;

    @Inject
    StatisticsRetention retention;

    private final String tenant = "t-" + UUID.randomUUID();

    @Test
    void countsEachOfManyConcurrentBatchesOnce() throws Exception {
        // Given: 40 batches over the same three endpoints and two minutes, each of them twice
        List<EndpointId> endpoints = Stream.generate(EndpointId::next).limit(3).toList();
        var batches = new ArrayList<AttemptBatch>();
        for (int i = 0; i < 40; i++) {
            var attempts = new ArrayList<Attempt>();
            for (EndpointId endpoint : endpoints) {
                attempts.addAll(Attempts.at(END, tenant, endpoint).mix(2, 1));
                attempts.addAll(
                        Attempts.at(END.plusSeconds(60), tenant, endpoint).mix(1, 0));
            }
            Collections.shuffle(attempts);
            AttemptBatch batch = Attempts.batch(attempts);
            batches.add(batch);
            batches.add(batch);
        }
        Collections.shuffle(batches);

        // When
        long counted = 0;
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> work = batches.stream()
                    .<Callable<Integer>>map(batch -> () -> repository
                            .add(List.of(CountedBatch.of(batch), CountedBatch.of(batch)))
                            .size())
                    .toList();
            for (Future<Integer> done : threads.invokeAll(work)) {
                counted += done.get();
            }
        }

        // Then
        assertThat(counted).isEqualTo(40);
        var total = new Tally();
        var rows = repository.readSeries(query());
        rows.forEach(row -> total.add(row.tally()));
        assertThat(rows).hasSize(2);
        assertThat(total.attempts()).isEqualTo(40 * 12);
        assertThat(total.successes()).isEqualTo(40 * 9);
        assertThat(total.of(OutcomeClass.TIMEOUT)).isEqualTo(40 * 3);
        assertThat(total.deliveryTimes().mean()).contains(Duration.ofMillis(40));
        assertThat(total.deliveryTimes().quantile(0.99).orElseThrow().toMillis())
                .isBetween(39L, 41L);
    }

    @Test
    void forgetsMinutesAndBatchesAfterTheirRetention() throws Exception {
        // Given: the clock of the tests stands years later
        repository.add(List.of(CountedBatch.of(
                Attempts.batch(Attempts.at(END, tenant, EndpointId.next()).mix(1, 0)))));

        // When
        retention.run();

        // Then
        assertThat(repository.readSeries(query())).isEmpty();
        assertThat(retention.runOnce()).isEqualTo(new StatisticsRetention.Round(0, 0));
    }

    private StatisticsQuery query() {
        return new StatisticsQuery(
                Optional.of(tenant),
                Instant.parse("2026-03-01T10:00:00Z"),
                Instant.parse("2026-03-01T11:00:00Z"),
                Duration.ofMinutes(1),
                StatisticsQuery.GroupBy.NONE,
                Optional.empty(),
                Optional.empty());
    }
}
