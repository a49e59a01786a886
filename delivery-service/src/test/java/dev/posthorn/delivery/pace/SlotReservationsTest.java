package dev.posthorn.delivery.pace;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class SlotReservationsTest {

    /** The clock is known to half of an answer's way. */
    private static final long CLOCK_ERROR = Duration.ofMillis(20).toNanos();

    private static final Rate RATE = new Rate(100);

    @Inject
    DataSource dataSource;

    @Inject
    RateSlotRepository repository;

    @Test
    void instancesThatAskAtOnceGetDifferentSlots() throws Exception {
        // Given
        List<SlotReservations> instances = List.of(
                new SlotReservations(dataSource, repository),
                new SlotReservations(dataSource, repository),
                new SlotReservations(dataSource, repository));
        List<UUID> endpoints = List.of(
                EndpointId.next().value(),
                EndpointId.next().value(),
                EndpointId.next().value());

        // When
        long before = System.nanoTime();
        var answers = new ArrayList<CompletionStage<Slots.Reserved>>();
        for (int n = 0; n < 50; n++) {
            for (UUID endpoint : endpoints) {
                for (SlotReservations instance : instances) {
                    answers.add(instance.reserve(endpoint, RATE, 3));
                }
            }
        }

        // Then: of each endpoint, runs of 3 slots of 10 ms each
        long run = 3 * RATE.spacing();
        for (int endpoint = 0; endpoint < endpoints.size(); endpoint++) {
            var firsts = new ArrayList<Long>();
            for (int n = endpoint * instances.size(); n < answers.size(); n += endpoints.size() * instances.size()) {
                for (int instance = 0; instance < instances.size(); instance++) {
                    firsts.add(answers.get(n + instance)
                            .toCompletableFuture()
                            .join()
                            .first());
                }
            }
            firsts.sort(null);
            assertThat(firsts).hasSize(150);
            assertThat(firsts.getFirst() - before).isGreaterThan(-CLOCK_ERROR);
            assertThat(firsts.getLast() - firsts.getFirst()).isGreaterThan(149 * run - CLOCK_ERROR);
            for (int n = 1; n < firsts.size(); n++) {
                assertThat(firsts.get(n) - firsts.get(n - 1)).isGreaterThan(run - CLOCK_ERROR);
            }
        }
        instances.forEach(SlotReservations::stop);
    }

    @Test
    void anEndpointThatRestedBeginsAnewNow() throws Exception {
        // Given
        var reservations = new SlotReservations(dataSource, repository);
        UUID endpoint = EndpointId.next().value();
        setNextAt(endpoint, "now() - interval '1 hour'");

        // When
        long before = System.nanoTime();
        var run = reservations.reserve(endpoint, RATE, 1).toCompletableFuture().join();

        // Then
        assertThat(run.first() - before)
                .isBetween(-CLOCK_ERROR, Duration.ofSeconds(2).toNanos());
        reservations.stop();
    }

    @Test
    void theScheduleGoesOnWhereTheLastRunEnded() throws Exception {
        var reservations = new SlotReservations(dataSource, repository);
        UUID endpoint = EndpointId.next().value();
        setNextAt(endpoint, "now() + interval '1 hour'");

        long before = System.nanoTime();
        var run = reservations.reserve(endpoint, RATE, 5).toCompletableFuture().join();

        assertThat(run.first() - before - Duration.ofHours(1).toNanos())
                .isBetween(-CLOCK_ERROR, Duration.ofSeconds(2).toNanos());
        assertThat(run.count()).isEqualTo(5);
        reservations.stop();
    }

    private void setNextAt(UUID endpoint, String when) throws Exception {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("insert into rate_slot values ('" + endpoint + "', " + when + ")");
        }
    }
}
