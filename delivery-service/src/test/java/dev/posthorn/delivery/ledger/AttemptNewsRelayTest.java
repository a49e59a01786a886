package dev.posthorn.delivery.ledger;

import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.ledger.AttemptNewsRepository.Claimed;
import dev.posthorn.delivery.ledger.AttemptNewsRepository.Reference;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.foundation.id.AttemptBatchId;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.sql.Transaction;
import dev.posthorn.local.BrokerServer;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.sql.DataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class AttemptNewsRelayTest {

    private static final int EVENTS = 200;

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository ledger;

    @Inject
    AttemptNewsRepository repository;

    @Inject
    AttemptNewsRelay relay;

    @Inject
    EventJournal journal;

    @Inject
    BacklogWatch watch;

    @Inject
    CatalogFixture catalog;

    @Inject
    Vertx vertx;

    /** Set by the test kit. */
    BrokerServer broker;

    /** Messages as they came, those of other tests among them. */
    private final List<AttemptBatch> received = new CopyOnWriteArrayList<>();

    private TestSubscriber subscriber;
    private AmqpClient client;
    private String tenant;
    private EndpointId endpoint;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "n" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        endpoint = EndpointId.parse(catalog.endpoint(tenant, subscriber.url(), "*"));
    }

    @AfterEach
    void close() throws Exception {
        broker.start();
        subscriber.close();
        if (client != null) {
            client.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsOfEveryOutcomeOnceAfterTheBrokerWasAway(boolean restarted) throws Exception {
        // Given
        broker.stop();
        for (int n = 0; n < EVENTS; n++) {
            journal.accept(new Submission(List.of(new Submission.Entry(event(tenant), null)), null));
        }
        await().until(() -> count("select count(*) from attempt where tenant_id = '" + tenant + "'") == EVENTS);
        if (restarted) {
            relay.forgetRecent();
        }
        watch.runOnce();
        assertThat(metric("posthorn_attempts_news_waiting")).isPositive();

        // When
        broker.start();
        listen();

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> outcomes().size() == EVENTS);
        await().until(() -> count("select count(*) from attempt_news") == 0);
        assertThat(outcomes()).doesNotHaveDuplicates();
        watch.runOnce();
        assertThat(metric("posthorn_attempts_news_waiting")).isZero();
    }

    @Test
    void saysTheSameFromTheLogAsFromMemory() throws SQLException {
        // Given
        var attempts = List.of(
                attempt(tenant, new AttemptOutcome.Succeeded(200)),
                attempt("another", new AttemptOutcome.Rejected(503, null)),
                attempt(
                        tenant,
                        new AttemptOutcome.Unreachable(AttemptOutcome.Unreachable.Cause.CONNECTION, "no\0body")));
        AttemptNews news = AttemptNews.of(attempts);
        record(attempts);

        // When
        var found = repository.findAttempts(List.of(new Claimed(7, news.id(), news.references())));

        // Then
        assertThat(new AttemptBatch(news.id().toString(), found.get(7L))).isEqualTo(news.message());
    }

    @Test
    void tellsTheSameAgainWhenAClaimWasLost() throws Exception {
        // Given: claimed by an instance that died, before or after it sent the message
        var attempts = List.of(attempt(tenant, new AttemptOutcome.Succeeded(204)));
        record(attempts);
        AttemptNews news = AttemptNews.of(attempts);
        listen();
        Transaction.run(dataSource, connection -> {
            repository.add(connection, news.id(), news.references());
            return news;
        });
        await().until(() -> received.contains(news.message()));

        // When
        Transaction.run(dataSource, connection -> {
            repository.add(connection, news.id(), news.references());
            try (var statement = connection.createStatement()) {
                statement.execute("update attempt_news set claimed_until = now() + interval '1 second'");
            }
            return news;
        });

        // Then
        await().until(() -> received.stream().filter(news.message()::equals).count() == 2);
        await().until(() -> count("select count(*) from attempt_news") == 0);
    }

    @Test
    void leavesOutWhatRetentionHasDropped() throws Exception {
        // Given
        var attempts = List.of(attempt(tenant, new AttemptOutcome.Succeeded(204)));
        record(attempts);
        var kept = new Reference(tenant, attempts.getFirst().id().value());
        var dropped = new Reference(tenant, TypeId.next());
        listen();

        // When
        var nothingLeft = AttemptBatchId.next();
        var somethingLeft = AttemptBatchId.next();
        Transaction.run(dataSource, connection -> {
            repository.add(connection, nothingLeft, List.of(dropped));
            repository.add(connection, somethingLeft, List.of(dropped, kept));
            return nothingLeft;
        });

        // Then
        await().until(() -> count("select count(*) from attempt_news") == 0);
        await().until(() -> received.stream().anyMatch(it -> it.id().equals(somethingLeft.toString())));
        assertThat(outcomes()).containsExactly(attempts.getFirst().id().toString());
        assertThat(received).noneMatch(it -> it.id().equals(nothingLeft.toString()));
    }

    /** The ids of our tenant's attempts, as a consumer counts them: of a batch that came twice, once. */
    private List<String> outcomes() {
        return received.stream()
                .collect(Collectors.toMap(AttemptBatch::id, it -> it, (first, second) -> {
                    assertThat(second).isEqualTo(first);
                    return first;
                }))
                .values()
                .stream()
                .flatMap(batch -> batch.attempts().stream())
                .filter(attempt -> attempt.tenantId().equals(tenant))
                .map(dev.posthorn.contracts.Attempt::id)
                .toList();
    }

    private void listen() throws Exception {
        client = AmqpClient.create(
                vertx,
                new AmqpClientOptions()
                        .setHost("127.0.0.1")
                        .setPort(broker.port())
                        .setUsername(BrokerServer.USER)
                        .setPassword(broker.password()));
        client.createReceiver("posthorn.attempts::monitoring-service.attempts")
                .map(receiver -> receiver.handler(message -> {
                    try {
                        received.add(ContractsJson.MAPPER.readValue(
                                message.bodyAsBinary().getBytes(), AttemptBatch.class));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private AcceptedEvent event(String ofTenant) {
        return new AcceptedEvent(
                EventId.next(),
                ofTenant,
                null,
                "order.created",
                List.of(),
                Instant.now(),
                "{}".getBytes(StandardCharsets.UTF_8),
                List.of(endpoint),
                EventOptions.NONE);
    }

    private Attempt attempt(String ofTenant, AttemptOutcome outcome) {
        var delivery = new Delivery(event(ofTenant), endpoint, 1, 0, Trigger.FIRST, null);
        return new Attempt(
                AttemptId.next(),
                delivery,
                Instant.now().plusNanos(123),
                Duration.ofNanos(21_000_999),
                outcome,
                new NextStep.Complete(),
                new Attempt.Exchange(subscriber.url(), Map.of(), null, null));
    }

    private void record(List<Attempt> attempts) throws SQLException {
        Transaction.run(dataSource, connection -> {
            ledger.addEvents(
                    connection,
                    attempts.stream().map(it -> it.delivery().event()).toList());
            ledger.addAttempts(connection, attempts);
            return attempts;
        });
    }

    private static double metric(String name) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
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
