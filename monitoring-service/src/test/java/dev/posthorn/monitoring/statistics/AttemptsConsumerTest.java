package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.local.BrokerServer;
import dev.posthorn.monitoring.Attempts;
import dev.posthorn.monitoring.TestBus;
import dev.posthorn.testkit.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.amqp.AmqpMessage;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
class AttemptsConsumerTest {

    private static final Instant END = Instant.parse("2026-01-15T10:30:05Z");

    @Inject
    TestBus bus;

    @Inject
    StatisticsRepository repository;

    @Inject
    MeterRegistry metrics;

    /** Set by the test kit. */
    BrokerServer broker;

    private String tenant;
    private Attempts attempts;

    @BeforeEach
    void newTenant() throws Exception {
        tenant = bus.tenant("Acme");
        attempts = Attempts.at(END, tenant, EndpointId.next());
    }

    @Test
    void countsABatchThatComesTwiceOnce() throws Exception {
        // Given
        double before = count("posthorn.attempts.batches.duplicate");
        AttemptBatch batch = Attempts.batch(attempts.mix(3, 2));

        // When
        bus.send(batch);
        bus.send(batch);

        // Then
        await().until(() -> count("posthorn.attempts.batches.duplicate") == before + 1);
        assertThat(total().attempts()).isEqualTo(5);
        assertThat(total().deliveryTimes().count()).isEqualTo(3);
    }

    @Test
    void countsLateBatchesInTheMinuteInWhichTheirAttemptsEnded() throws Exception {
        // Given
        var hourAgo = Attempts.at(END.minus(Duration.ofHours(1)), tenant, attempts.endpointId());
        bus.send(Attempts.batch(attempts.mix(1, 0)));
        await().until(() -> total().attempts() == 1);

        // When
        bus.send(Attempts.batch(hourAgo.mix(0, 2)));

        // Then
        await().until(() -> total().attempts() == 3);
        assertThat(series())
                .extracting(StatisticsRepository.SeriesRow::step)
                .containsExactlyInAnyOrder(
                        Instant.parse("2026-01-15T09:30:00Z"), Instant.parse("2026-01-15T10:30:00Z"));
        assertThat(repository.latestOf(List.of(attempts.endpointId())).get(attempts.endpointId()))
                .extracting(LatestAttempt::endedAt)
                .containsExactlyInAnyOrder(END, END.minus(Duration.ofHours(1)));
    }

    @Test
    void putsWhatCannotBeReadToTheDeadLettersAndGoesOn() throws Exception {
        // Given
        double poisonBefore = count("posthorn.attempts.messages.poison");
        long deadBefore = broker.messagesIn("posthorn.dead-letters");
        List<String> bodies = List.of(
                "not JSON",
                "null",
                "{\"attempts\": []}",
                "{\"id\": \"nonsense\", \"attempts\": []}",
                "{\"id\": \"atb_01jd9k3m6pfrx8s0v1w2y3z4b0\", \"attempts\": [{}]}");

        // When
        bodies.forEach(body -> bus.send(body.getBytes(StandardCharsets.UTF_8)));
        bus.send(Attempts.batch(List.of(attempts.ofType("nul\0byte").success())));
        bus.send(Attempts.batch(attempts.mix(4, 0)));

        // Then
        await().until(() -> total().attempts() == 4);
        await().until(() -> count("posthorn.attempts.messages.poison") == poisonBefore + 6);
        await().until(() -> broker.messagesIn("posthorn.dead-letters") == deadBefore + 6);
        assertThat(broker.messagesIn("monitoring-service.attempts")).isZero();
    }

    @Test
    void putsAStrangersTextToTheDeadLettersAndGoesOn() throws Exception {
        // Given
        double poisonBefore = count("posthorn.attempts.messages.poison");

        // When
        bus.sendAsStranger(AmqpMessage.create().durable(true).withBody("a text").build());
        bus.send(Attempts.batch(attempts.mix(1, 0)));

        // Then
        await().until(() -> total().attempts() == 1);
        await().until(() -> count("posthorn.attempts.messages.poison") == poisonBefore + 1);
        await().until(() -> broker.messagesIn("monitoring-service.attempts") == 0);
    }

    @Test
    void answersWhileTheBrokerIsAwayAndThenCatchesUpCountingNothingTwice() throws Exception {
        // Given
        AttemptBatch first = Attempts.batch(attempts.mix(2, 0));
        bus.send(first);
        await().until(() -> total().attempts() == 2);
        double duplicates = count("posthorn.attempts.batches.duplicate");

        // When
        broker.stop();
        try {
            bus.send(first);
            bus.send(Attempts.batch(attempts.mix(1, 3)));
            RestAssured.given()
                    .auth()
                    .oauth2(Tokens.tenantViewer(tenant))
                    .get("/v1/tenants/" + tenant + "/stats?from=2026-01-15T10:00:00Z&to=2026-01-15T11:00:00Z")
                    .then()
                    .statusCode(200);
            Stream.of("live", "ready")
                    .forEach(check ->
                            RestAssured.get("/q/health/" + check).then().statusCode(200));
        } finally {
            broker.start();
        }

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> total().attempts() >= 6);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> count("posthorn.attempts.batches.duplicate") >= duplicates + 1);
        assertThat(total().attempts()).isEqualTo(6);
    }

    private double count(String counter) {
        return metrics.counter(counter).count();
    }

    private Tally total() throws Exception {
        var total = new Tally();
        series().forEach(row -> total.add(row.tally()));
        return total;
    }

    private List<StatisticsRepository.SeriesRow> series() throws Exception {
        return repository.readSeries(new StatisticsQuery(
                Optional.of(tenant),
                Instant.parse("2026-01-15T08:00:00Z"),
                Instant.parse("2026-01-15T12:00:00Z"),
                Duration.ofMinutes(1),
                StatisticsQuery.GroupBy.NONE,
                Optional.empty(),
                Optional.empty()));
    }
}
