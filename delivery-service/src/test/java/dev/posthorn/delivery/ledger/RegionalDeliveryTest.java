package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.sql.Transaction;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One instance, which stands in the region {@code here}. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class RegionalDeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository ledger;

    @Inject
    EventJournal journal;

    @Inject
    ForeignDeliveries foreign;

    @Inject
    CatalogFixture catalog;

    private String tenant;
    private TestSubscriber subscriber;

    @BeforeEach
    void newTenant() throws Exception {
        tenant = "r" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        subscriber = TestSubscriber.start();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void deliversToItsOwnRegionAndLeavesTheOthersWhereTheirInstancesLook() throws Exception {
        // Given
        EndpointId own = endpoint("here");
        EndpointId other = endpoint("elsewhere");

        // When
        AcceptedEvent left = publish(other);
        AcceptedEvent sent = publish(own);

        // Then
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(sent.publicId());
        assertThat(waiting(left)).isEqualTo("parked for elsewhere");
        assertThat(attemptsAt(other)).isZero();
    }

    @Test
    void aRetryOfAnotherRegionIsLeftToItUntried() throws Exception {
        // Given
        EndpointId other = endpoint("elsewhere");
        AcceptedEvent event = event(other, null);

        // When
        Transaction.run(dataSource, connection -> {
            ledger.addEvents(connection, List.of(event));
            ledger.addRetries(
                    connection,
                    List.of(new LedgerRepository.Waiting(
                            event.id().value(),
                            other.value(),
                            tenant,
                            Instant.now(),
                            3,
                            2,
                            Trigger.MANUAL,
                            Priority.LOW)));
            return event;
        });

        // Then
        await().atMost(PATIENCE).until(() -> waiting(event).equals("parked for elsewhere"));
        assertThat(attemptsAt(other)).isZero();
    }

    @Test
    void whatIsInABatchOfADeadInstanceIsLeftToItsRegion() throws Exception {
        // Given
        EndpointId other = endpoint("elsewhere");
        AcceptedEvent event = event(other, null);

        // When
        Transaction.run(dataSource, connection -> {
            ledger.addEvents(connection, List.of(event));
            UUID batch = UUID.randomUUID();
            ledger.addBatch(
                    connection,
                    batch,
                    UUID.randomUUID(),
                    List.of(new LedgerRepository.Held(batch, event.id().value(), other.value(), 1, 0, Trigger.FIRST)));
            return event;
        });

        // Then
        await().atMost(PATIENCE).until(() -> waiting(event).equals("parked for elsewhere"));
        assertThat(attemptsAt(other)).isZero();
    }

    @Test
    void anEndpointThatMovesHereGetsWhatWaitedForIt() throws Exception {
        // Given
        EndpointId endpoint = endpoint("elsewhere");
        AcceptedEvent event = publish(endpoint);
        catalog.changeRegion(endpoint.toString(), "here", null);

        // When
        foreign.runOnce();

        // Then
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event.publicId());
    }

    @Test
    void anEndpointThatMovesAwayIsFoundByItsNewRegion() throws Exception {
        // Given: parked as one of ours
        EndpointId endpoint = endpoint("here");
        catalog.setStatus(endpoint.toString(), "paused");
        AcceptedEvent event = publish(endpoint);
        assertThat(waiting(event)).isEqualTo("parked for here");

        // When
        catalog.changeRegion(endpoint.toString(), "elsewhere", null);
        foreign.runOnce();

        // Then
        assertThat(waiting(event)).isEqualTo("parked for elsewhere");
    }

    @Test
    void theEventsRegionPicksTheUrlThenTheInstances() throws Exception {
        try (var there = TestSubscriber.start()) {
            // Given
            EndpointId endpoint = endpoint(null);
            catalog.changeRegion(endpoint.toString(), null, Map.of("there", there.url()));

            // When
            AcceptedEvent toThere = publish(event(endpoint, "there"));
            AcceptedEvent toAll = publish(event(endpoint, "nowhere"));

            // Then
            assertThat(there.awaitOne().header("webhook-id")).isEqualTo(toThere.publicId());
            assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(toAll.publicId());
        }
    }

    private EndpointId endpoint(String region) {
        String id = catalog.endpoint(tenant, subscriber.url(), "*");
        catalog.changeRegion(id, region, null);
        return EndpointId.parse(id);
    }

    private AcceptedEvent event(EndpointId endpoint, String region) {
        return new AcceptedEvent(
                EventId.next(),
                tenant,
                null,
                "order.created",
                List.of(),
                Instant.now(),
                "{}".getBytes(StandardCharsets.UTF_8),
                List.of(endpoint),
                new EventOptions(Priority.NORMAL, null, null, region));
    }

    private AcceptedEvent publish(EndpointId endpoint) {
        return publish(event(endpoint, null));
    }

    private AcceptedEvent publish(AcceptedEvent event) {
        var submission = new Submission(List.of(new Submission.Entry(event, null)), null);
        journal.accept(submission).toCompletableFuture().join();
        return event;
    }

    private String waiting(AcceptedEvent event) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select region from retry join parked_endpoint using (endpoint_id)"
                        + " where due_at = 'infinity' and event_id = '"
                        + event.id().value() + "'")) {
            return rows.next() ? "parked for " + rows.getString(1) : "not parked";
        }
    }

    private int attemptsAt(EndpointId endpoint) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from attempt where endpoint_id = '" + endpoint.value() + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
