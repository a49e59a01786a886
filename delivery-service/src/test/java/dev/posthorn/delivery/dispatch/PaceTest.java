package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.EventJournal;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Submission;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
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
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rate limit, cap and priority of an endpoint, with what waits on disk. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class PaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    DataSource dataSource;

    @Inject
    EventJournal journal;

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void newTenant() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "r" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void aRateLimitIsHeldInEverySecondAndUsed() throws Exception {
        // Given
        EndpointId limited = endpoint(40, null);

        // When
        Instant begun = Instant.now();
        publish(limited, 200, Priority.NORMAL);

        // Then
        await().atMost(PATIENCE).until(() -> subscriber.received().size() == 200);
        assertThat(mostInASecond()).isLessThanOrEqualTo(44);
        Duration took = Duration.between(begun, Instant.now());
        assertThat(took).isBetween(Duration.ofMillis(4500), Duration.ofSeconds(15));
        await().until(() -> count("select count(*) from retry where tenant_id = '" + tenant + "'") == 0);
    }

    @Test
    void whatIsBeyondALimitWaitsOnDiskAndIsWrittenOnce() throws Exception {
        // Given
        EndpointId limited = endpoint(1, null);
        long before = rowsWritten();
        publish(limited, 2000, Priority.NORMAL);
        subscriber.await(2);
        // PostgreSQL's statistics come a second or more late.
        await().atMost(PATIENCE).until(() -> rowsWritten() - before >= 1980);

        // When
        long written = rowsWritten();
        int arrived = subscriber.received().size();
        subscriber.await(arrived + 4);

        // Then
        assertThat(count("select count(*) from retry where due_at = 'infinity' and tenant_id = '" + tenant + "'"))
                .isBetween(1950L, 1999L);
        assertThat(rowsWritten() - written).isLessThan(100);
        catalog.setStatus(limited.toString(), "disabled");
    }

    @Test
    void aLimitThatWasRaisedHoldsSoon() throws Exception {
        // Given
        EndpointId limited = endpoint(1, null);
        publish(limited, 300, Priority.NORMAL);
        subscriber.await(2);

        // When
        catalog.setPace(limited.toString(), null, null);

        // Then
        await().atMost(Duration.ofSeconds(15)).until(() -> subscriber.received().size() == 300);
    }

    @Test
    void anUrgentDeliveryOvertakesThousandsAndLowOnesAdvance() throws Exception {
        // Given: at 20 a second this backlog takes minutes
        EndpointId limited = endpoint(20, null);
        publish(limited, 3000, Priority.NORMAL);
        AcceptedEvent low = publish(limited, 5, Priority.LOW).getFirst();
        subscriber.await(20);

        // When
        Instant published = Instant.now();
        AcceptedEvent high = publish(limited, 1, Priority.HIGH).getFirst();

        // Then
        await().atMost(PATIENCE).until(() -> has(high));
        assertThat(Duration.between(published, arrivalOf(high))).isLessThan(Duration.ofSeconds(2));
        await().atMost(PATIENCE).until(() -> has(low));
        assertThat(count("select count(*) from retry where due_at = 'infinity' and tenant_id = '" + tenant + "'"))
                .isGreaterThan(500);
        catalog.setStatus(limited.toString(), "disabled");
    }

    private EndpointId endpoint(Integer rateLimit, Integer concurrency) {
        String id = catalog.endpoint(tenant, subscriber.url(), "*", Duration.ofSeconds(2));
        catalog.setPace(id, rateLimit, concurrency);
        return EndpointId.parse(id);
    }

    private List<AcceptedEvent> publish(EndpointId endpoint, int count, Priority priority) {
        List<AcceptedEvent> events = IntStream.range(0, count)
                .mapToObj(n -> new AcceptedEvent(
                        EventId.next(),
                        tenant,
                        null,
                        "order.created",
                        List.of(),
                        Instant.now(),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        List.of(endpoint),
                        new EventOptions(priority, null, null, null)))
                .toList();
        journal.accept(new Submission(
                        events.stream()
                                .map(event -> new Submission.Entry(event, null))
                                .toList(),
                        null))
                .toCompletableFuture()
                .join();
        return events;
    }

    private boolean has(AcceptedEvent event) {
        return subscriber.received().stream()
                .anyMatch(it -> it.header("webhook-id").equals(event.publicId()));
    }

    private Instant arrivalOf(AcceptedEvent event) {
        return subscriber.received().stream()
                .filter(it -> it.header("webhook-id").equals(event.publicId()))
                .findFirst()
                .orElseThrow()
                .at();
    }

    private int mostInASecond() {
        List<Instant> arrivals = subscriber.received().stream()
                .map(TestSubscriber.Received::at)
                .sorted()
                .toList();
        var window = new ArrayDeque<Instant>();
        int most = 0;
        for (Instant arrival : arrivals) {
            window.add(arrival);
            while (!arrival.isBefore(window.peek().plusSeconds(1))) {
                window.poll();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }

    private long rowsWritten() throws SQLException {
        return count("select n_tup_ins + n_tup_upd from pg_stat_user_tables where relname = 'retry'");
    }

    private long count(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
