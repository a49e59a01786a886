package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.ledger.ParkingRepository.Parked;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.sql.Transaction;
import dev.posthorn.local.FreePorts;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class ParkingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository ledger;

    @Inject
    ParkingRepository parking;

    @Inject
    EventJournal journal;

    @Inject
    CatalogFixture catalog;

    private String tenant;

    @BeforeEach
    void newTenant() {
        tenant = "p" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
    }

    @Test
    void theBacklogOfASilentEndpointIsParkedAndComesWhenItAnswers() throws Exception {
        // Given: nobody listens there
        int port = FreePorts.one();
        EndpointId silent = endpoint("http://127.0.0.1:" + port + "/hooks");
        List<AcceptedEvent> events = events(silent, 200);

        // When
        journal.accept(submission(events)).toCompletableFuture().join();

        // Then
        await().atMost(PATIENCE).until(() -> parked(silent) > 100);
        assertThat(count("select count(*) from parked_endpoint where endpoint_id = '" + silent.value() + "'"))
                .isEqualTo(1);

        // When
        try (var subscriber = TestSubscriber.start(port)) {
            // Then
            Set<String> ids = events.stream().map(AcceptedEvent::publicId).collect(Collectors.toSet());
            await().atMost(PATIENCE).until(() -> receivedBy(subscriber).equals(ids));
            await().until(() -> count("select count(*) from retry where endpoint_id = '" + silent.value() + "'") == 0);
            await().until(() ->
                    count("select count(*) from parked_endpoint where endpoint_id = '" + silent.value() + "'") == 0);
        }
    }

    @Test
    void dueRetriesOfASilentEndpointAreParkedUntried() throws Exception {
        // Given: its circuit is open, and there are retries from before
        EndpointId silent = endpoint("http://127.0.0.1:" + FreePorts.one() + "/hooks");
        journal.accept(submission(events(silent, 100))).toCompletableFuture().join();
        await().atMost(PATIENCE).until(() -> parked(silent) > 50);
        List<AcceptedEvent> older = events(silent, 1000);

        // When
        Transaction.run(dataSource, connection -> {
            ledger.addEvents(connection, older);
            ledger.addRetries(
                    connection,
                    older.stream()
                            .map(event -> new LedgerRepository.Waiting(
                                    event.id().value(),
                                    silent.value(),
                                    tenant,
                                    Instant.now(),
                                    3,
                                    2,
                                    Trigger.RETRY,
                                    Priority.NORMAL))
                            .toList());
            return older;
        });

        // Then
        await().atMost(PATIENCE).until(() -> parked(silent) > 1000);
        assertThat(count("select count(*) from attempt where number > 2 and endpoint_id = '" + silent.value() + "'"))
                .isLessThan(50);
    }

    @Test
    void deliveriesOfAnEndpointThatWasResumedWhileNobodyWasThereAreFound() throws Exception {
        try (var subscriber = TestSubscriber.start()) {
            // Given: the instance that parked it is gone
            EndpointId endpoint = endpoint(subscriber.url());
            AcceptedEvent event = events(endpoint, 1).getFirst();
            Transaction.run(dataSource, connection -> {
                ledger.addEvents(connection, List.of(event));
                parking.park(
                        connection,
                        List.of(Parked.first(event, endpoint, Instant.now().plusSeconds(2))));
                return event;
            });

            // Then
            assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event.publicId());
        }
    }

    @Test
    void deliveriesOfAPausedEndpointAreParkedUntilItIsResumed() throws Exception {
        try (var subscriber = TestSubscriber.start()) {
            // Given
            EndpointId endpoint = endpoint(subscriber.url());
            catalog.setStatus(endpoint.toString(), "paused");
            journal.accept(submission(events(endpoint, 3)))
                    .toCompletableFuture()
                    .join();
            await().until(() -> parked(endpoint) == 3);
            assertThat(subscriber.received()).isEmpty();

            // When
            catalog.setStatus(endpoint.toString(), "enabled");

            // Then
            subscriber.await(3);
            await().until(() -> parked(endpoint) == 0);
        }
    }

    private EndpointId endpoint(String url) {
        return EndpointId.parse(catalog.endpoint(tenant, url, "*", Duration.ofSeconds(2), Duration.ofHours(1)));
    }

    private List<AcceptedEvent> events(EndpointId endpoint, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new AcceptedEvent(
                        EventId.next(),
                        tenant,
                        null,
                        "order.created",
                        List.of(),
                        Instant.now(),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        List.of(endpoint),
                        EventOptions.NONE))
                .toList();
    }

    private static Submission submission(List<AcceptedEvent> events) {
        return new Submission(
                events.stream().map(event -> new Submission.Entry(event, null)).toList(), null);
    }

    private static Set<String> receivedBy(TestSubscriber subscriber) {
        return subscriber.received().stream().map(it -> it.header("webhook-id")).collect(Collectors.toSet());
    }

    private int parked(EndpointId endpoint) throws SQLException {
        return count(
                "select count(*) from retry where due_at = 'infinity' and endpoint_id = '" + endpoint.value() + "'");
    }

    private int count(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
