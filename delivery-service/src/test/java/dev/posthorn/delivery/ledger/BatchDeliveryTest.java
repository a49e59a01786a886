package dev.posthorn.delivery.ledger;

import dev.posthorn.contracts.EndpointRecord.Batching;
import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.TestSubscriber.Received;
import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import dev.posthorn.delivery.ledger.ParkingRepository.Favour;
import dev.posthorn.delivery.ledger.ParkingRepository.Parked;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Batches of events in the tables: what waits together, comes together. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class BatchDeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofSeconds(300);
    private static final UUID DEAD = UUID.fromString("00000000-0000-7000-8000-00000000dead");

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository ledger;

    @Inject
    ParkingRepository parking;

    @Inject
    BatchRetryRepository batchRetries;

    @Inject
    RetryClaims claims;

    @Inject
    EventJournal journal;

    @Inject
    Expunging expunging;

    @Inject
    Resending resending;

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "b" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void aFailedBatchIsRetriedWholeAndEndsAsADeadLetterOfEachOfItsEvents() throws Exception {
        // Given
        EndpointId endpoint = endpoint(3, LONG, Duration.ofMillis(100));
        subscriber.answer(500);
        List<AcceptedEvent> events = events(endpoint, 3);

        // When
        accept(events);

        // Then
        await().atMost(PATIENCE).until(() -> count("dead_letter", endpoint) == 3);
        List<Received> requests = subscriber.received();
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
        assertThat(requests.get(1).header("webhook-id"))
                .isEqualTo(requests.get(0).header("webhook-id"));
        for (AcceptedEvent event : events) {
            assertThat(numbersOf(event)).containsExactly(1, 2);
        }
        assertThat(count("(select distinct endpoint_id, started_at, number from attempt) as attempt", endpoint))
                .isEqualTo(2);
        await().until(() -> count("retry", endpoint) == 0);
    }

    @Test
    void aBatchThatIsLargerThanAClaimIsRetriedWhole() throws Exception {
        // Given: a claim takes 500
        EndpointId endpoint = endpoint(1000, LONG);
        List<AcceptedEvent> events = events(endpoint, 700);

        // When
        leaveRetries(events, endpoint, TypeId.next(), Instant.now());

        // Then
        Received only = awaitOne();
        await().until(() -> count("attempt", endpoint) == 700);
        assertThat(idsIn(only, events)).hasSize(700).isSorted();
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void twoBatchesThatAreDueTogetherStayTwo() throws Exception {
        EndpointId endpoint = endpoint(1000, LONG);
        List<AcceptedEvent> one = events(endpoint, 300);
        List<AcceptedEvent> other = events(endpoint, 300);
        Instant due = Instant.now().plusMillis(500);

        leaveRetries(one, endpoint, TypeId.next(), due);
        leaveRetries(other, endpoint, TypeId.next(), due);

        await().atMost(PATIENCE).until(() -> count("attempt", endpoint) == 600);
        assertThat(subscriber.received())
                .hasSize(2)
                .allSatisfy(it -> assertThat(
                                Math.max(idsIn(it, one).size(), idsIn(it, other).size()))
                        .isEqualTo(300));
    }

    @Test
    void onlyOneInstanceClaimsBatchesAtATime() throws Exception {
        // Given: another one is at it
        EndpointId endpoint = endpoint(10, LONG);
        List<AcceptedEvent> events = events(endpoint, 2);
        try (var other = dataSource.getConnection()) {
            other.setAutoCommit(false);
            await().until(() -> {
                var claim = batchRetries.claimDue(other, TypeId.next(), Set.of(), 1);
                return claim.taken().isEmpty() && holdsTheLock(other);
            });

            // When
            leaveRetries(events, endpoint, TypeId.next(), Instant.now());

            // Then
            assertThat(claims.claimBatches()).isZero();
            assertThat(count("retry", endpoint)).isEqualTo(2);
            other.rollback();
        }
        assertThat(idsIn(subscriber.awaitOne(), events)).hasSize(2);
    }

    @Test
    void anEventThatIsExpungedMeanwhileLeavesItsBatchWhichGoesOn() throws Exception {
        // Given
        EndpointId endpoint = endpoint(10, LONG);
        List<AcceptedEvent> events = events(endpoint, 3);
        leaveRetries(events, endpoint, TypeId.next(), Instant.now().plusSeconds(3600));

        // When
        expunging.expunge(tenant, events.get(1).publicId());
        makeDue(endpoint);

        // Then
        Received only = subscriber.awaitOne();
        assertThat(idsIn(only, events)).hasSize(2);
        assertThat(only.body()).doesNotContain(events.get(1).publicId());
        assertThat(count("dead_letter", endpoint)).isEqualTo(1);
    }

    @Test
    void anEventThatIsSentByHandLeavesItsBatchAndGoesAlone() throws Exception {
        // Given
        EndpointId endpoint = endpoint(10, LONG);
        List<AcceptedEvent> events = events(endpoint, 3);
        leaveRetries(events, endpoint, TypeId.next(), Instant.now().plusSeconds(3600));

        // When
        resending.sendAgain(tenant, events.getFirst().publicId(), endpoint, "test");

        // Then
        assertThat(idsIn(subscriber.awaitOne(), events)).hasSize(1);
        assertThat(count("retry", endpoint)).isEqualTo(2);

        // When
        makeDue(endpoint);

        // Then
        assertThat(idsIn(subscriber.await(2).getLast(), events)).hasSize(2);
    }

    @Test
    void aBatchThatADeadInstanceHadClaimedIsSentWholeByTheNext() throws Exception {
        // Given: killed between the claim and the record, with a batch that failed and an event that waited for others
        EndpointId endpoint = endpoint(10, Duration.ofSeconds(1));
        List<AcceptedEvent> failed = events(endpoint, 3);
        AcceptedEvent first = events(endpoint, 1).getFirst();
        var group = TypeId.next();
        UUID batch = TypeId.next();
        var held = new ArrayList<Held>();
        failed.forEach(it -> held.add(new Held(batch, it.id().value(), endpoint.value(), 2, 1, Trigger.RETRY, group)));
        held.add(new Held(batch, first.id().value(), endpoint.value(), 1, 0, Trigger.FIRST));
        Collections.reverse(held);
        Transaction.run(dataSource, connection -> {
            ledger.addEvents(connection, failed);
            ledger.addEvents(connection, List.of(first));
            ledger.addBatch(connection, batch, DEAD, held);
            return batch;
        });

        // Then
        List<Received> requests = subscriber.await(2);
        assertThat(requests)
                .anySatisfy(it -> assertThat(idsIn(it, failed)).hasSize(3).isSorted())
                .anySatisfy(it -> assertThat(it.body()).contains(first.publicId()));
        assertThat(requests)
                .noneSatisfy(it -> assertThat(it.body())
                        .contains(first.publicId())
                        .contains(failed.getFirst().publicId()));
    }

    @Test
    void aParkedBatchIsUnparkedWhole() throws Exception {
        EndpointId endpoint = endpoint(10, LONG);
        List<AcceptedEvent> events = events(endpoint, 5);
        var group = TypeId.next();

        List<Held> taken = rolledBack(connection -> {
            parking.park(
                    connection,
                    events.stream()
                            .map(it -> new Parked(
                                    new Waiting(
                                            it.id().value(),
                                            endpoint.value(),
                                            tenant,
                                            Instant.MAX,
                                            2,
                                            1,
                                            Trigger.RETRY,
                                            Priority.NORMAL,
                                            it == events.getLast() ? null : group),
                                    Instant.now(),
                                    null))
                            .toList());
            return parking.unpark(connection, TypeId.next(), Map.of(endpoint.value(), 1), Favour.inTurn(0, Map.of()));
        });

        assertThat(taken).hasSize(4).extracting(Held::group).containsOnly(group);
    }

    @Test
    void aDueBatchOfASilentEndpointIsParkedWhole() throws Exception {
        EndpointId endpoint = endpoint(10, LONG);
        List<AcceptedEvent> events = events(endpoint, 5);
        var group = TypeId.next();

        List<Held> taken = await().until(
                        () -> rolledBack(connection -> {
                            ledger.addRetries(connection, waiting(events, endpoint, group, Instant.EPOCH));
                            batchRetries.claimDue(connection, TypeId.next(), Set.of(endpoint.value()), 2);
                            return parking.unpark(
                                    connection, TypeId.next(), Map.of(endpoint.value(), 1), Favour.inTurn(0, Map.of()));
                        }),
                        // Less when the lock was another's just then.
                        it -> !it.isEmpty());

        assertThat(taken).hasSize(5).extracting(Held::group).containsOnly(group);
    }

    @Test
    void whatLeavesABatchRowLeavesTheGroupsOfTheOthers() throws Exception {
        EndpointId endpoint = endpoint(10, LONG);
        List<AcceptedEvent> events = events(endpoint, 3);
        var group = TypeId.next();
        var batch = new LeasedBatch(TypeId.next(), TypeId.next(), 3);

        List<Held> open = rolledBack(connection -> {
            ledger.addBatch(
                    connection,
                    batch.id(),
                    batch.owner(),
                    List.of(
                            held(batch, events.get(0), endpoint, null),
                            held(batch, events.get(1), endpoint, group),
                            held(batch, events.get(2), endpoint, group)));
            ledger.takeOut(
                    connection,
                    batch.owner(),
                    List.of(batch.id()),
                    List.of(new Delivery(events.get(1), endpoint, 2, 1, Trigger.RETRY, batch)));
            return ledger.findOpenDeliveries(connection, batch.owner(), List.of(batch.id()));
        });

        assertThat(open).extracting(Held::group).containsExactly(null, group);
    }

    @Test
    void eventsWithALongWaitAreOnDiskUntilABatchIsThere() throws Exception {
        // Given: longer than they may wait in memory
        EndpointId endpoint = endpoint(5, LONG);
        List<AcceptedEvent> events = events(endpoint, 3);
        accept(events);

        // When
        await().atMost(PATIENCE).until(() -> count("retry", endpoint) == 3);
        assertThat(subscriber.received()).isEmpty();
        List<AcceptedEvent> more = events(endpoint, 2);
        accept(more);

        // Then
        Received only = awaitOne();
        assertThat(idsIn(only, events)).hasSize(3);
        assertThat(idsIn(only, more)).hasSize(2);
        await().until(() -> count("retry", endpoint) == 0);
    }

    @Test
    void eventsOnDiskThatCameThroughSeveralInstancesMakeABatch() throws Exception {
        // Given: what another instance has put off, and is not due for long
        EndpointId endpoint = endpoint(5, LONG);
        List<AcceptedEvent> others = events(endpoint, 3);
        Instant later = Instant.now().plus(LONG);
        var enough = new Settlement.Enough(5, 1024);
        Transaction.run(dataSource, connection -> {
            ledger.addEvents(connection, others);
            parking.park(
                    connection,
                    others.stream()
                            .map(it -> Parked.of(new Settlement.Parked(
                                    new Delivery(it, endpoint, 1, 0, Trigger.FIRST, null), later, enough)))
                            .toList());
            return others;
        });

        // When
        List<AcceptedEvent> ours = events(endpoint, 2);
        accept(ours);

        // Then
        Received only = awaitOne();
        assertThat(idsIn(only, others)).hasSize(3);
        assertThat(idsIn(only, ours)).hasSize(2);
    }

    @Test
    void eventsOnDiskComeWhenTheirPayloadsAreLargeEnough() throws Exception {
        EndpointId endpoint = endpoint(5, LONG);
        List<AcceptedEvent> events = events(endpoint, 2);
        Instant later = Instant.now().plus(LONG);

        boolean early = rolledBack(connection -> {
            ledger.addEvents(connection, events);
            var parked = new ArrayList<Parked>();
            for (AcceptedEvent event : events) {
                parked.add(Parked.of(new Settlement.Parked(
                        new Delivery(event, endpoint, 1, 0, Trigger.FIRST, null), later, new Settlement.Enough(5, 4))));
            }
            parking.park(connection, parked.subList(0, 1));
            assertThat(parking.lockDueEndpoints(connection, 200)).doesNotContain(endpoint.value());
            parking.park(connection, parked.subList(1, 2));
            return parking.lockDueEndpoints(connection, 200).contains(endpoint.value());
        });

        assertThat(early).isTrue();
    }

    @Test
    void eventsOnDiskComeWhenTheOldestHasWaitedLongEnough() throws Exception {
        EndpointId endpoint = endpoint(100, Duration.ofSeconds(8));
        List<AcceptedEvent> events = events(endpoint, 3);

        accept(events);

        await().atMost(PATIENCE).until(() -> count("retry", endpoint) == 3);
        Received only = awaitOne();
        assertThat(idsIn(only, events)).hasSize(3);
        assertThat(Duration.between(events.getFirst().createdAt(), only.at()))
                .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(20));
    }

    private Received awaitOne() {
        await().atMost(PATIENCE).until(() -> !subscriber.received().isEmpty());
        return subscriber.awaitOne();
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** What it did is seen by nobody else. */
    private <T> T rolledBack(Work<T> work) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return work.in(connection);
            } finally {
                connection.rollback();
            }
        }
    }

    private static boolean holdsTheLock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private EndpointId endpoint(int maxEvents, Duration maxWait, Duration... schedule) {
        return EndpointId.parse(
                catalog.batchingEndpoint(tenant, subscriber.url(), new Batching(maxEvents, maxWait, null), schedule));
    }

    private void accept(List<AcceptedEvent> events) {
        var entries = events.stream().map(it -> new Submission.Entry(it, null)).toList();
        journal.accept(new Submission(entries, null)).toCompletableFuture().join();
    }

    private void leaveRetries(List<AcceptedEvent> events, EndpointId endpoint, UUID group, Instant due)
            throws SQLException {
        Transaction.run(dataSource, connection -> {
            ledger.addEvents(connection, events);
            ledger.addRetries(connection, waiting(events, endpoint, group, due));
            return events;
        });
    }

    private List<Waiting> waiting(List<AcceptedEvent> events, EndpointId endpoint, UUID group, Instant due) {
        return events.stream()
                .map(it -> new Waiting(
                        it.id().value(), endpoint.value(), tenant, due, 2, 1, Trigger.RETRY, Priority.NORMAL, group))
                .toList();
    }

    private static Held held(LeasedBatch batch, AcceptedEvent event, EndpointId endpoint, UUID group) {
        return new Held(batch.id(), event.id().value(), endpoint.value(), 2, 1, Trigger.RETRY, group);
    }

    private void makeDue(EndpointId endpoint) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement("update retry set due_at = now() where endpoint_id = ?")) {
            statement.setObject(1, endpoint.value());
            statement.executeUpdate();
        }
    }

    /** Where they stand in the body. */
    private static List<Integer> idsIn(Received request, List<AcceptedEvent> events) {
        return events.stream()
                .map(it -> request.body().indexOf(it.publicId()))
                .filter(position -> position >= 0)
                .toList();
    }

    private List<Integer> numbersOf(AcceptedEvent event) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement =
                        connection.prepareStatement("select number from attempt where event_id = ? order by number")) {
            statement.setObject(1, event.id().value());
            try (var rows = statement.executeQuery()) {
                var numbers = new ArrayList<Integer>();
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
                return numbers;
            }
        }
    }

    private int count(String table, EndpointId endpoint) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement =
                        connection.prepareStatement("select count(*) from " + table + " where endpoint_id = ?")) {
            statement.setObject(1, endpoint.value());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
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
}
