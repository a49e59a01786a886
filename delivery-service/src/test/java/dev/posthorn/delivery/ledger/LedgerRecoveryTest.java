package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.id.TypeId;
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

/** What a killed process leaves in the tables is what these tests put there. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class LedgerRecoveryTest {

    private static final UUID DEAD = UUID.fromString("00000000-0000-7000-8000-00000000dead");

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository repository;

    @Inject
    Instance instance;

    @Inject
    AttemptJournal journal;

    @Inject
    Partitions partitions;

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;
    private EndpointId endpoint;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "r" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        endpoint = EndpointId.parse(catalog.endpoint(tenant, subscriber.url(), "*"));
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void deliversWhatADeadInstanceHeld() throws SQLException {
        // Given: killed between the commit of the event and its first attempt
        AcceptedEvent event = event();
        UUID batch = leave(event, DEAD);

        // Then
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event.publicId());
        await().until(() -> !exists(batch));
    }

    @Test
    void deliversWhatWasLeftForWantOfMemory() throws SQLException {
        AcceptedEvent event = event();
        UUID batch = leave(event, null);

        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event.publicId());
        await().until(() -> !exists(batch));
    }

    @Test
    void doesNotRepeatWhatADeadInstanceHadSettled() throws SQLException {
        // Given: of two deliveries one has waited for its retry since before the kill
        AcceptedEvent settled = event();
        AcceptedEvent open = event();
        UUID batch = TypeId.next();
        Transaction.run(dataSource, connection -> {
            repository.addEvents(connection, List.of(settled, open));
            repository.addBatch(connection, batch, DEAD, List.of(held(batch, settled), held(batch, open)));
            repository.addRetries(
                    connection,
                    List.of(new LedgerRepository.Waiting(
                            settled.id().value(),
                            endpoint.value(),
                            tenant,
                            Instant.now().plusSeconds(3600),
                            2,
                            1,
                            Trigger.RETRY,
                            Priority.NORMAL)));
            return batch;
        });

        // Then
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(open.publicId());
        await().until(() -> !exists(batch));
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void findsABatchWhoseCommitCameThroughUnnoticed() throws SQLException {
        // Given: in our own name, but unknown in memory
        AcceptedEvent event = event();
        UUID batch = leave(event, instance.id());

        // Then
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event.publicId());
        await().until(() -> !exists(batch));
    }

    @Test
    void goesOnAsAnotherInstanceWhenItsLeaseRanOut() throws SQLException {
        // Given: the process was stopped for longer than its lease
        UUID before = instance.id();
        var heldBefore = new LeasedBatch(TypeId.next(), before, 1);
        assertThat(instance.holds(heldBefore)).isTrue();
        execute("update instance set lease_until = now() - interval '1 second' where id = '" + before + "'");

        // When
        instance.renew();

        // Then
        assertThat(instance.id()).isNotEqualTo(before);
        assertThat(instance.holds(heldBefore)).isFalse();
        AcceptedEvent event = event();
        leave(event, before);
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event.publicId());
    }

    /** Once it was recorded without its retry, and its batch deleted: the delivery was lost. */
    @Test
    void leavesALateFailureToTheNextOwner() throws SQLException {
        // Given: a request was out while its process was stopped, and the instance is gone
        AcceptedEvent event = event();
        var batch = new LeasedBatch(TypeId.next(), DEAD, 1);
        var delivery = new Delivery(event, endpoint, 1, 0, Trigger.FIRST, batch);
        var failure = new Attempt(
                AttemptId.next(),
                delivery,
                Instant.now(),
                Duration.ofSeconds(1),
                new AttemptOutcome.Rejected(500, null),
                new NextStep.RetryAt(Instant.now().plusSeconds(3600)),
                new Attempt.Exchange(subscriber.url(), Map.of(), Map.of(), new byte[0]));

        // When: its outcome comes late, and only then somebody looks
        journal.settle(new Settlement.Attempted(failure));
        await().until(() -> journal.waiting() == 0);
        leave(event, DEAD, batch.id());

        // Then
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event.publicId());
        await().until(() -> !exists(batch.id()));
        assertThat(count("select count(*) from attempt where event_id = '"
                        + event.id().value() + "'"))
                .isEqualTo(1);
    }

    /** Else it seems open in its old batch too, once it is claimed into another one. */
    @Test
    void takesWhatIsPutOffOutOfItsBatch() throws SQLException {
        // Given: a batch of ours with two deliveries
        AcceptedEvent putOff = event();
        AcceptedEvent stays = event();
        var batch = new LeasedBatch(TypeId.next(), instance.id(), 2);
        instance.hold(batch);
        Transaction.run(dataSource, connection -> {
            repository.addEvents(connection, List.of(putOff, stays));
            repository.addBatch(
                    connection, batch.id(), batch.owner(), List.of(held(batch.id(), putOff), held(batch.id(), stays)));
            return batch;
        });

        // When
        journal.settle(new Settlement.Deferred(
                new Delivery(putOff, endpoint, 1, 0, Trigger.FIRST, batch),
                Instant.now().plusSeconds(3600)));

        // Then
        await().until(() -> count("select count(*) from retry where event_id = '"
                        + putOff.id().value() + "'")
                == 1);
        assertThat(count("select count(*) from dispatch_batch where id = '" + batch.id() + "' and event_ids = array['"
                        + stays.id().value() + "'::uuid] and numbers = array[1]"))
                .isEqualTo(1);
        instance.letGo(List.of(batch.id()));
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(stays.publicId());
    }

    /** It would have kept all adoption waiting, for as long as it was stopped. */
    @Test
    void isNotHeldUpByAnInstanceThatWasStoppedWhileItRecorded() throws SQLException {
        // Given
        UUID stopped = TypeId.next();
        execute("insert into instance values ('" + stopped + "', now() - interval '1 second')");
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            repository.lockInstance(connection, stopped);

            // When: another one is dead
            AcceptedEvent event = event();
            leave(event, DEAD);

            // Then
            assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event.publicId());
            assertThat(count("select count(*) from instance where id = '" + stopped + "'"))
                    .isEqualTo(1);
            connection.rollback();
        }
        await().until(() -> count("select count(*) from instance where id = '" + stopped + "'") == 0);
    }

    @Test
    void losesItsLocksWhenItIsStoppedInsideATransaction() throws SQLException {
        assertThat(
                        count(
                                "select extract(epoch from current_setting('idle_in_transaction_session_timeout')::interval)::int"))
                .isEqualTo(10);
    }

    @Test
    void makesPartitionsAheadAndDropsOldOnes() throws SQLException {
        execute("create table event_20200101 partition of event for values from ('"
                + TypeId.lowest(Instant.parse("2020-01-01T00:00:00Z"))
                + "') to ('"
                + TypeId.lowest(Instant.parse("2020-01-02T00:00:00Z"))
                + "')");

        assertThat(partitions.runOnce().dropped()).isEqualTo(1);
        assertThat(partitions.runOnce().dropped()).isZero();
        assertThat(count("select count(*) from pg_partition_tree('event') where isleaf"))
                .isEqualTo(5);
    }

    private AcceptedEvent event() {
        return new AcceptedEvent(
                EventId.next(),
                tenant,
                null,
                "order.created",
                List.of(),
                Instant.now(),
                "{}".getBytes(StandardCharsets.UTF_8),
                List.of(endpoint),
                EventOptions.NONE);
    }

    private Held held(UUID batch, AcceptedEvent event) {
        return new Held(batch, event.id().value(), endpoint.value(), 1, 0, Trigger.FIRST);
    }

    private UUID leave(AcceptedEvent event, UUID owner) throws SQLException {
        return leave(event, owner, TypeId.next());
    }

    private UUID leave(AcceptedEvent event, UUID owner, UUID batch) throws SQLException {
        return Transaction.run(dataSource, connection -> {
            repository.addEvents(connection, List.of(event));
            repository.addBatch(connection, batch, owner, List.of(held(batch, event)));
            return batch;
        });
    }

    private boolean exists(UUID batch) throws SQLException {
        return count("select count(*) from dispatch_batch where id = '" + batch + "'") == 1;
    }

    private int count(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
