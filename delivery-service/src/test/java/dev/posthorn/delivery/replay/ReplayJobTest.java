package dev.posthorn.delivery.replay;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.ledger.LedgerFixture;
import dev.posthorn.delivery.ledger.Replayable;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.ReplayId;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class ReplayJobTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    DataSource dataSource;

    @Inject
    ReplayJob job;

    @Inject
    Replays replays;

    @Inject
    LedgerFixture ledger;

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;
    private EndpointId endpoint;
    private Instant since;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "j" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
        endpoint = EndpointId.parse(catalog.endpoint(tenant, subscriber.url(), "order.*"));
        since = Instant.now().minusSeconds(60);
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    /** Each instance looks for work, and any of them dies at any step. */
    @Test
    void sendsEachDeliveryOnceHoweverOftenAProcessDiesAndHoweverManyWorkOnIt() throws Exception {
        // Given
        List<String> events = ledger.eventsForNobody(tenant, "order.created", 160);
        ReplayId replay = start(EnumSet.of(Replayable.MISSING)).id();

        // When
        Callable<Void> dying = () -> {
            while (!isOver(replay)) {
                stepAndDie();
            }
            return null;
        };
        Callable<Void> living = () -> {
            while (!isOver(replay)) {
                job.runOnce();
            }
            return null;
        };
        try (var threads = Executors.newCachedThreadPool()) {
            for (var thread : threads.invokeAll(List.of(dying, living, dying, living))) {
                thread.get();
            }
        }

        // Then
        await().atMost(PATIENCE).until(() -> subscriber.received().size() >= events.size());
        assertThat(replays.find(tenant, replay))
                .extracting(ReplayView::status, ReplayView::matched, ReplayView::done)
                .containsExactly("completed", 160L, 160L);
        assertThat(subscriber.received())
                .extracting(it -> it.header("webhook-id"))
                .containsExactlyInAnyOrderElementsOf(events);
        await().until(() -> ledger.count(
                        "select count(*) from attempt where tenant_id = ? and number = 1 and step = 0"
                                + " and trigger = 'replay' and outcome = 'succeeded'",
                        tenant)
                == 160);
    }

    @Test
    void findsAnEventMissingOnlyOnceWhenTwoReplaysFindIt() throws Exception {
        // Given
        List<String> events = ledger.eventsForNobody(tenant, "order.created", 40);

        // When
        ReplayId one = start(EnumSet.of(Replayable.MISSING)).id();
        ReplayId other = start(EnumSet.of(Replayable.MISSING)).id();

        // Then
        await().atMost(PATIENCE).until(() -> isOver(one) && isOver(other));
        assertThat(replays.find(tenant, one).done()
                        + replays.find(tenant, other).done())
                .isEqualTo(40);
        subscriber.await(40);
        assertThat(subscriber.received())
                .extracting(it -> it.header("webhook-id"))
                .containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void keepsToItsRate() throws Exception {
        // Given
        ledger.eventsForNobody(tenant, "order.created", 200);

        // When
        Instant begin = Instant.now();
        ReplayId replay = start(EnumSet.of(Replayable.MISSING)).id();
        await().atMost(PATIENCE).until(() -> isOver(replay));

        // Then: a hundred a second, the first part at once
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMillis(1_700));
        assertThat(replays.find(tenant, replay).done()).isEqualTo(200);
    }

    @Test
    void doesNothingMoreOnceItIsCancelled() throws Exception {
        // Given
        ledger.eventsForNobody(tenant, "order.created", 400);
        ReplayId replay = start(EnumSet.of(Replayable.MISSING)).id();
        await().until(() -> replays.find(tenant, replay).done() > 0);

        // When
        replays.cancel(tenant, replay);

        // Then
        ReplayView cancelled = replays.find(tenant, replay);
        assertThat(cancelled.status()).isEqualTo("cancelled");
        assertThat(cancelled.done()).isBetween(1L, 399L);
        subscriber.await((int) cancelled.done());
        for (int round : nCopies(20, 0)) {
            job.runOnce();
        }
        assertThat(replays.find(tenant, replay)).isEqualTo(cancelled);
        assertThat(ledger.count("select count(*) from added_delivery where tenant_id = ?", tenant))
                .isEqualTo((int) cancelled.done());
        replays.cancel(tenant, replay);
        assertThat(replays.find(tenant, replay)).isEqualTo(cancelled);
    }

    @Test
    void restsWhileItsEndpointIsPausedOrDisabled() throws Exception {
        // Given
        ledger.eventsForNobody(tenant, "order.created", 60);
        ReplayId replay = start(EnumSet.of(Replayable.MISSING)).id();

        // When
        catalog.setStatus(endpoint.toString(), "disabled");
        long done = replays.find(tenant, replay).done();
        for (int round : nCopies(20, 0)) {
            job.runOnce();
        }

        // Then: at most the step that was under way
        assertThat(replays.find(tenant, replay).done()).isBetween(done, done + 25);
        assertThat(replays.find(tenant, replay).status()).isIn("pending", "running");
        catalog.setStatus(endpoint.toString(), "enabled");
        await().atMost(PATIENCE).until(() -> isOver(replay));
        assertThat(replays.find(tenant, replay).done()).isEqualTo(60);
    }

    @Test
    void sendsWhatTheEndpointWantsAndNothingElse() throws Exception {
        // Given
        List<String> wanted = ledger.eventsForNobody(tenant, "order.created", 3);
        ledger.eventsForNobody(tenant, "invoice.paid", 3);

        // When
        Replays.Started started = start(EnumSet.allOf(Replayable.class));

        // Then
        assertThat(started.matched()).isEqualTo(3);
        await().until(() -> isOver(started.id()));
        subscriber.await(3);
        assertThat(new HashSet<>(subscriber.received().stream()
                        .map(it -> it.header("webhook-id"))
                        .toList()))
                .isEqualTo(new HashSet<>(wanted));
    }

    private Replays.Started start(EnumSet<Replayable> statuses) throws SQLException {
        return replays.ofEndpoint(tenant, endpoint, since, null, statuses, "test");
    }

    private void stepAndDie() throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            job.step(connection);
            connection.rollback();
        }
    }

    private boolean isOver(ReplayId replay) throws SQLException {
        return replays.find(tenant, replay).status().equals("completed");
    }
}
