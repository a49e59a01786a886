package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.sql.Transaction;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class LedgerMetricsTest {

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository repository;

    @Inject
    BacklogWatch watch;

    @Test
    void showsWhatOperatorsWatch() {
        assertThat(given().get("/q/metrics").asString().lines())
                .extracting(line -> line.split("[ {]")[0])
                .contains(
                        "posthorn_backlog",
                        "posthorn_backlog_age_seconds",
                        "posthorn_dispatch_in_flight",
                        "posthorn_dispatch_waiting",
                        "posthorn_dispatch_memory_bytes",
                        "posthorn_ledger_accept_commit_count",
                        "posthorn_ledger_accept_commit_sum",
                        "posthorn_ledger_accept_commit_max",
                        "posthorn_ledger_settle_commit_count",
                        "posthorn_ledger_settle_commit_sum",
                        "posthorn_ledger_settle_commit_max",
                        "posthorn_ledger_leases_lost_total",
                        "posthorn_attempts_news_waiting",
                        "posthorn_attempts_news_age_seconds",
                        "posthorn_requests_memory_bytes",
                        "posthorn_requests_refused_total");
    }

    @Test
    void countsTheBacklogBeforeAnybodyAnalyzedTheTable() throws SQLException {
        // Given
        long before = watch.runOnce().waiting();

        // When
        wait(42);

        // Then
        assertThat(watch.runOnce().waiting()).isEqualTo(before + 42);
    }

    @Test
    void estimatesALongBacklog() throws SQLException {
        // When: autovacuum has looked since; what it saw of other tests before is of no use
        wait(30_000);
        execute("analyze retry");

        // Then: within what the planner would say
        assertThat(watch.runOnce().waiting()).isBetween(15_000L, 60_000L);
        execute("delete from retry where tenant_id = 'metrics'");
    }

    private void execute(String sql) throws SQLException {
        Transaction.run(dataSource, connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** Deliveries that are due in a day. */
    private void wait(int count) throws SQLException {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        List<LedgerRepository.Waiting> deliveries = IntStream.range(0, count)
                .mapToObj(n -> new LedgerRepository.Waiting(
                        EventId.next().value(),
                        EndpointId.next().value(),
                        "metrics",
                        tomorrow,
                        2,
                        1,
                        Trigger.RETRY,
                        Priority.NORMAL))
                .toList();
        Transaction.run(dataSource, connection -> {
            repository.addRetries(connection, deliveries);
            return deliveries;
        });
    }
}
