package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.ledger.LaneRepository.Entered;
import dev.posthorn.delivery.ledger.LaneRepository.Entering;
import dev.posthorn.delivery.ledger.LaneRepository.Place;
import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.DeadLetterId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.sql.Transaction;
import dev.posthorn.local.FreePorts;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Ordered lanes on real tables. Another instance is played by its rows: it lives as long as its row says. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class OrderedDeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository ledger;

    @Inject
    LaneRepository lanes;

    @Inject
    EventJournal journal;

    @Inject
    Resending resending;

    @Inject
    Expunging expunging;

    @Inject
    Cancelling cancelling;

    @Inject
    Instance instance;

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "o" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void keepsTheOrderWhileAttemptsFailAtRandom() {
        // Given
        EndpointId endpoint = ordered("strict", "skip", pauses(10));
        var random = new Random(4);
        subscriber.answer(() -> random.nextInt(4) == 0 ? 500 : 200);
        List<AcceptedEvent> events = events(endpoint, null, 200);

        // When: one by one, and many at once
        events.subList(0, 20).forEach(event -> accept(List.of(event)));
        accept(events.subList(20, 200));

        // Then
        awaitDelivered(events);
        assertThat(arrivals()).isEqualTo(ids(events));
        assertThat(overtaken()).isEmpty();
        awaitNothingLeft(endpoint);
    }

    @Test
    void hasOneRequestOfALaneOutAtATime() {
        // Given
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        var out = new AtomicInteger();
        var most = new AtomicInteger();
        subscriber.answer(() -> {
            most.accumulateAndGet(out.incrementAndGet(), Math::max);
            Thread.yield();
            out.decrementAndGet();
            return 200;
        });
        List<AcceptedEvent> events = events(endpoint, null, 100);

        // When
        events.forEach(event -> accept(List.of(event)));

        // Then
        awaitDelivered(events);
        assertThat(arrivals()).isEqualTo(ids(events));
        assertThat(most).hasValue(1);
        awaitNothingLeft(endpoint);
    }

    @Test
    void keysDoNotWaitForEachOther() {
        // Given: the key a fails
        EndpointId endpoint = ordered("key", "skip", pauses(0, Duration.ofHours(1)));
        AcceptedEvent stuck = event(endpoint, "a");
        AcceptedEvent behind = event(endpoint, "a");
        AcceptedEvent other = event(endpoint, "b");
        AcceptedEvent unordered = event(endpoint, null);
        subscriber.answer(500);
        accept(List.of(stuck));
        subscriber.awaitOne();
        subscriber.answer(200);

        // When
        accept(List.of(behind, other, unordered));

        // Then
        subscriber.await(3);
        assertThat(arrivals()).contains(other.publicId(), unordered.publicId()).doesNotContain(behind.publicId());
    }

    @Test
    void aDeadLetterIsSkipped() {
        // Given
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        AcceptedEvent dead = event(endpoint, null);
        AcceptedEvent next = event(endpoint, null);
        subscriber.answer(() -> subscriber.received().size() <= 2 ? 500 : 200);

        // When
        accept(List.of(dead, next));

        // Then
        subscriber.await(3);
        assertThat(all()).containsExactly(dead.publicId(), dead.publicId(), next.publicId());
        awaitNothingLeft(endpoint);
    }

    @Test
    void aDeadLetterBlocksUntilItsReplaySucceeded() throws Exception {
        // Given
        EndpointId endpoint = ordered("strict", "block", pauses(1));
        AcceptedEvent dead = event(endpoint, null);
        AcceptedEvent next = event(endpoint, null);
        subscriber.answer(500);
        accept(List.of(dead, next));
        await().until(() -> count("select count(*) from ordered_lane where blocked_by = '"
                        + dead.id().value() + "'")
                == 1);
        accept(List.of(event(endpoint, null)));
        assertThat(all()).hasSize(2).containsOnly(dead.publicId());

        // When: it fails again
        replay(endpoint);

        // Then
        subscriber.await(4);
        await().until(() -> deadLetters(endpoint) == 1);
        assertThat(all()).hasSize(4).containsOnly(dead.publicId());

        // When
        subscriber.answer(200);
        replay(endpoint);

        // Then
        subscriber.await(7);
        assertThat(all().subList(4, 6)).containsExactly(dead.publicId(), next.publicId());
        awaitNothingLeft(endpoint);
    }

    @Test
    void aDeadLetterBlocksUntilItIsDiscarded() throws Exception {
        // Given
        EndpointId endpoint = ordered("strict", "block", pauses(1));
        AcceptedEvent dead = event(endpoint, null);
        AcceptedEvent next = event(endpoint, null);
        subscriber.answer(500);
        accept(List.of(dead, next));
        await().until(() -> deadLetters(endpoint) == 1);
        subscriber.answer(200);

        // When
        resending.discard(tenant, deadLetter(endpoint), null, "test");

        // Then
        subscriber.await(3);
        assertThat(all()).containsExactly(dead.publicId(), dead.publicId(), next.publicId());
        awaitNothingLeft(endpoint);
    }

    @Test
    void blocksNoLongerWhenTheEndpointIsToldToSkip() {
        // Given
        EndpointId endpoint = ordered("strict", "block", pauses(1));
        AcceptedEvent next = event(endpoint, null);
        subscriber.answer(500);
        accept(List.of(event(endpoint, null), next));
        await().until(() -> deadLetters(endpoint) == 1);
        subscriber.answer(200);

        // When
        catalog.setOrdering(endpoint.toString(), "strict", "skip");

        // Then
        assertThat(subscriber.await(3).get(2).header("webhook-id")).isEqualTo(next.publicId());
        awaitNothingLeft(endpoint);
    }

    @Test
    void waitsBehindAnotherInstanceAndTakesOverWhenItDies() throws Exception {
        // Given: the other one has sent none of its three yet
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        UUID other = livingInstance();
        List<AcceptedEvent> theirs = events(endpoint, null, 3);
        leave(endpoint, other, theirs);
        List<AcceptedEvent> ours = events(endpoint, null, 3);

        // When
        ours.forEach(event -> accept(List.of(event)));

        // Then
        assertThat(count("select count(*) from retry where endpoint_id = '" + endpoint.value() + "'"))
                .isEqualTo(6);
        assertThat(subscriber.received()).isEmpty();

        // When
        execute("update instance set lease_until = now() - interval '1 second' where id = '" + other + "'");

        // Then
        subscriber.await(6);
        var expected = new ArrayList<>(ids(theirs));
        expected.addAll(ids(ours));
        assertThat(all()).isEqualTo(expected);
        awaitNothingLeft(endpoint);
    }

    /** The other instance's clock is behind: its ids are less than those of events that were accepted before. */
    @Test
    void theOrderIsThatOfAcceptanceWhateverTheClocksSay() throws Exception {
        // Given
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        UUID other = livingInstance();
        AcceptedEvent late = withId(event(endpoint, null), new EventId(TypeId.lowest(Instant.now())));
        AcceptedEvent early = event(endpoint, null);
        leave(endpoint, other, List.of(early));

        // When
        accept(List.of(late));
        execute("delete from instance where id = '" + other + "'");

        // Then
        subscriber.await(2);
        assertThat(late.id().value().compareTo(early.id().value())).isNegative();
        assertThat(all()).containsExactly(early.publicId(), late.publicId());
    }

    @Test
    void findsALaneWhoseCommitCameThroughUnnoticed() throws Exception {
        // Given: in our own name, but unknown in memory
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        List<AcceptedEvent> events = events(endpoint, null, 2);

        // When
        leave(endpoint, instance.id(), events);

        // Then
        subscriber.await(2);
        assertThat(all()).isEqualTo(ids(events));
    }

    @Test
    void eventsWaitInOrderWhileTheEndpointIsPausedAndWhileItIsResumed() {
        // Given
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        catalog.setStatus(endpoint.toString(), "paused");
        List<AcceptedEvent> events = events(endpoint, null, 300);
        events.subList(0, 100).forEach(event -> accept(List.of(event)));
        assertThat(subscriber.received()).isEmpty();

        // When: others are accepted while they come
        try (var publisher = Executors.newSingleThreadExecutor()) {
            publisher.submit(() -> events.subList(100, 300).forEach(event -> accept(List.of(event))));
            catalog.setStatus(endpoint.toString(), "enabled");
        }

        // Then
        awaitDelivered(events);
        assertThat(all()).isEqualTo(ids(events));
        awaitNothingLeft(endpoint);
    }

    @Test
    void whatWaitedBeforeTheOrderWasSwitchedOnGoesFirst() throws Exception {
        // Given: a retry that is due in a moment, of an endpoint without an order
        EndpointId endpoint = EndpointId.parse(catalog.endpoint(tenant, subscriber.url(), "*", pauses(3)));
        AcceptedEvent older = event(endpoint, null);
        catalog.setOrdering(endpoint.toString(), "strict", "skip");
        UUID other = livingInstance();
        AcceptedEvent newer = event(endpoint, null);
        leave(endpoint, other, List.of(newer));

        // When
        Transaction.run(dataSource, connection -> {
            ledger.addEvents(connection, List.of(older));
            ledger.addRetries(
                    connection,
                    List.of(new Waiting(
                            older.id().value(),
                            endpoint.value(),
                            tenant,
                            Instant.now(),
                            2,
                            1,
                            Trigger.RETRY,
                            Priority.NORMAL)));
            return older;
        });
        await().until(() -> count("select count(*) from retry where lane_position = 0 and event_id = '"
                        + older.id().value() + "'")
                == 1);
        execute("delete from instance where id = '" + other + "'");

        // Then
        subscriber.await(2);
        assertThat(all()).containsExactly(older.publicId(), newer.publicId());
        awaitNothingLeft(endpoint);
    }

    @Test
    void whatWaitsGoesOnInItsLaneWhenTheOrderIsSwitchedOff() {
        // Given
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        catalog.setStatus(endpoint.toString(), "paused");
        List<AcceptedEvent> events = events(endpoint, null, 20);
        accept(events);

        // When
        catalog.setOrdering(endpoint.toString(), "none", "skip");
        catalog.setStatus(endpoint.toString(), "enabled");

        // Then
        awaitDelivered(events);
        assertThat(all()).isEqualTo(ids(events));
        awaitNothingLeft(endpoint);
    }

    @Test
    void aWishToTryNowTriesTheHead() throws Exception {
        // Given: its retry is an hour away
        EndpointId endpoint = ordered("strict", "skip", new Duration[] {Duration.ofHours(1), Duration.ofHours(1)});
        AcceptedEvent head = event(endpoint, null);
        AcceptedEvent next = event(endpoint, null);
        subscriber.answer(500);
        accept(List.of(head, next));
        await().until(() -> count("select count(*) from ordered_lane where owner is null and endpoint_id = '"
                        + endpoint.value() + "'")
                == 1);
        subscriber.answer(200);

        // When
        resending.sendAgain(tenant, head.publicId(), endpoint, "test");

        // Then
        subscriber.await(3);
        assertThat(all()).containsExactly(head.publicId(), head.publicId(), next.publicId());
    }

    @Test
    void goesOnWhenTheHeadIsExpunged() throws Exception {
        // Given: its retry is an hour away
        EndpointId endpoint = ordered("strict", "skip", Duration.ofHours(1));
        AcceptedEvent head = event(endpoint, null);
        AcceptedEvent next = event(endpoint, null);
        subscriber.answer(500);
        accept(List.of(head, next));
        await().until(() -> count("select count(*) from ordered_lane where owner is null and endpoint_id = '"
                        + endpoint.value() + "'")
                == 1);
        subscriber.answer(200);

        // When
        expunging.expunge(tenant, head.publicId());

        // Then
        subscriber.await(2);
        assertThat(all()).containsExactly(head.publicId(), next.publicId());
        awaitNothingLeft(endpoint);
    }

    @Test
    void comesInOrderWhenASilentEndpointAnswersAgain() throws Exception {
        // Given: nobody listens there, and so many lanes found that out that its circuit is open
        int port = FreePorts.one();
        String id = catalog.endpoint(tenant, "http://127.0.0.1:" + port + "/hooks", "*", pauses(200));
        catalog.setOrdering(id, "key", "skip");
        EndpointId endpoint = EndpointId.parse(id);
        List<AcceptedEvent> events = events(endpoint, "one", 50);
        var all = new ArrayList<AcceptedEvent>(events);
        IntStream.range(0, 30).forEach(n -> all.add(event(endpoint, "other" + n)));
        accept(all);
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from ordered_lane where owner is null and due_at = 'infinity'"
                                + " and endpoint_id = '" + endpoint.value() + "'")
                        == 31);

        // When
        subscriber.close();
        subscriber = TestSubscriber.start(port);

        // Then
        awaitDelivered(all);
        assertThat(all()).filteredOn(ids(events)::contains).isEqualTo(ids(events));
        awaitNothingLeft(endpoint);
    }

    @Test
    void placesAreInTheOrderOfCommitsAndUniqueWithManyWriters() throws Exception {
        // Given: several writers of the same two lanes, in both orders; held by another, so that nobody looks into them
        UUID endpoint = UUID.randomUUID();
        UUID other = livingInstance();
        var first = new OrderedLane(endpoint, "a");
        var second = new OrderedLane(endpoint, "b");
        var given = new ArrayList<Long>();

        // When
        try (var writers = Executors.newCachedThreadPool()) {
            var tasks = IntStream.range(0, 8)
                    .<Callable<List<Long>>>mapToObj(writer -> () -> {
                        var mine = new ArrayList<Long>();
                        for (int n = 0; n < 25; n++) {
                            var order = writer % 2 == 0 ? List.of(first, second) : List.of(second, first);
                            mine.add(Transaction.run(
                                    dataSource,
                                    connection -> lanes
                                            .enter(
                                                    connection,
                                                    order.stream()
                                                            .map(lane -> new Entering(lane, heldBy(other, lane), 3))
                                                            .toList())
                                            .stream()
                                            .filter(lane -> lane.lane().equals(first))
                                            .mapToLong(Entered::last)
                                            .sum()));
                        }
                        return mine;
                    })
                    .toList();
            for (var done : writers.invokeAll(tasks)) {
                // Then: each sees the places grow
                assertThat(done.get()).isSorted();
                given.addAll(done.get());
            }
        }
        assertThat(given)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 200).mapToObj(n -> n * 3).toList());
        execute("delete from ordered_lane where endpoint_id = '" + endpoint + "'");
        execute("delete from instance where id = '" + other + "'");
    }

    @Test
    void theNextRunIsFoundByItsIndexHoweverMuchWaits() throws Exception {
        // Given
        UUID endpoint = UUID.randomUUID();
        execute("insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger, lane_key,"
                + " lane_position) select gen_random_uuid(), '" + endpoint
                + "', 't', 'infinity', 1, 0, 'first', '', n from generate_series(1, 100000) as n");
        execute("analyze retry");

        // When
        var plan = new StringBuilder();
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "explain (analyze, buffers off) " + LaneClaimRepository.READ_RUNS)) {
            statement.setArray(1, connection.createArrayOf("uuid", new Object[] {endpoint}));
            statement.setArray(2, connection.createArrayOf("text", new Object[] {""}));
            statement.setArray(3, connection.createArrayOf("uuid", new Object[] {UUID.randomUUID()}));
            statement.setArray(4, connection.createArrayOf("bigint", new Object[] {50_000L}));
            statement.setArray(5, connection.createArrayOf("int", new Object[] {32}));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
        } finally {
            execute("delete from retry where endpoint_id = '" + endpoint + "'");
        }

        // Then: no node has touched more than the run
        assertThat(plan.toString()).contains("retry_in_lane").doesNotContain("Seq Scan on retry");
        assertThat(plan.toString()).doesNotContainPattern("actual[^\\n]*rows=\\d{3,}");
    }

    @Test
    void whatIsCancelledInALaneIsNotSentAndHoldsUpNothing() throws Exception {
        // Given
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        catalog.setStatus(endpoint.toString(), "paused");
        List<AcceptedEvent> events = events(endpoint, null, 4);
        accept(events);

        // When
        int cancelled = cancelling.cancel(tenant, events.get(0).publicId(), "test")
                + cancelling.cancel(tenant, events.get(2).publicId(), "test");

        // Then
        catalog.setStatus(endpoint.toString(), "enabled");
        awaitNothingLeft(endpoint);
        assertThat(cancelled).isEqualTo(2);
        assertThat(all())
                .containsExactly(events.get(1).publicId(), events.get(3).publicId());
    }

    @Test
    void aDeliveryInALaneIsEitherCancelledOrSentWhoeverComesFirst() throws Exception {
        // Given: each has its lane, taken up while it is cancelled
        EndpointId endpoint = ordered("key", "skip", pauses(1));
        catalog.setStatus(endpoint.toString(), "paused");
        List<AcceptedEvent> events = IntStream.range(0, 200)
                .mapToObj(n -> event(endpoint, "key" + n))
                .toList();
        accept(events);
        Set<String> cancelled = ConcurrentHashMap.newKeySet();

        // When
        catalog.setStatus(endpoint.toString(), "enabled");
        try (var threads = Executors.newCachedThreadPool()) {
            for (AcceptedEvent event : events.reversed()) {
                threads.submit(() -> {
                    if (cancelling.cancel(tenant, event.publicId(), "test") == 1) {
                        cancelled.add(event.publicId());
                    }
                    return event;
                });
            }
        }

        // Then
        awaitNothingLeft(endpoint);
        assertThat(all()).doesNotHaveDuplicates().noneMatch(cancelled::contains);
        assertThat(all().size() + cancelled.size()).isEqualTo(events.size());
    }

    @Test
    void whatIsInMemoryCannotBeCancelled() {
        // Given: the first is out, and those behind it are in memory
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        var answer = new CompletableFuture<Integer>();
        subscriber.answer(answer::join);
        List<AcceptedEvent> events = events(endpoint, null, 3);
        accept(events);
        subscriber.awaitOne();

        // When, Then
        assertThatThrownBy(() -> cancelling.cancel(tenant, events.get(1).publicId(), "test"))
                .isInstanceOf(ApiException.class);
        answer.complete(200);
        awaitDelivered(events);
    }

    @Test
    void aLaneIsFreeWhenTheReplayOfItsDeadLetterIsCancelled() throws Exception {
        // Given: blocked by one that was never attempted, whose replay waits to be claimed
        EndpointId endpoint = ordered("strict", "block", pauses(1));
        catalog.setStatus(endpoint.toString(), "paused");
        AcceptedEvent dead = event(endpoint, null);
        List<AcceptedEvent> behind = events(endpoint, null, 2);
        accept(List.of(dead));
        accept(behind);
        execute("delete from retry where event_id = '" + dead.id().value() + "'");
        execute("update ordered_lane set blocked_by = '" + dead.id().value() + "' where endpoint_id = '"
                + endpoint.value() + "'");
        execute(
                "insert into dead_letter (id, tenant_id, event_id, endpoint_id, event_type, reason, attempts, created_at,"
                        + " resolution) values (gen_random_uuid(), '" + tenant + "', '"
                        + dead.id().value() + "', '" + endpoint.value()
                        + "', 'order.created', 'endpoint_disabled', 0, now(), 'replayed')");
        execute("insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger) values ('"
                + dead.id().value() + "', '" + endpoint.value() + "', '" + tenant
                + "', now() + interval '1 hour', 1, 0, 'replay')");

        // When
        cancelling.cancel(tenant, dead.publicId(), "test");
        catalog.setStatus(endpoint.toString(), "enabled");

        // Then
        awaitDelivered(behind);
        assertThat(all()).isEqualTo(ids(behind));
        awaitNothingLeft(endpoint);
    }

    @Test
    void aLaneOfAnotherRegionWaitsInItsOrderUntilItsEndpointIsHere() throws Exception {
        // Given: accepted here, and left behind by an instance that died
        EndpointId endpoint = ordered("strict", "skip", pauses(1));
        catalog.changeRegion(endpoint.toString(), "elsewhere", null);
        UUID other = livingInstance();
        List<AcceptedEvent> events = events(endpoint, null, 4);
        leave(endpoint, other, events.subList(0, 2));
        accept(events.subList(2, 4));
        execute("delete from instance where id = '" + other + "'");
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from ordered_lane where owner is null and due_at = 'infinity'"
                                + " and endpoint_id = '" + endpoint.value() + "'")
                        == 1);
        int sentBefore = all().size();

        // When
        catalog.changeRegion(endpoint.toString(), null, null);

        // Then
        awaitDelivered(events);
        assertThat(sentBefore).isZero();
        assertThat(all()).isEqualTo(ids(events));
        awaitNothingLeft(endpoint);
    }

    private EndpointId ordered(String ordering, String onDeadLetter, Duration... pauses) {
        String id = catalog.endpoint(tenant, subscriber.url(), "*", pauses);
        catalog.setOrdering(id, ordering, onDeadLetter);
        return EndpointId.parse(id);
    }

    /** So many short ones. */
    private static Duration[] pauses(int count, Duration... last) {
        var pauses = new ArrayList<Duration>(Collections.nCopies(count, Duration.ofMillis(50)));
        pauses.addAll(List.of(last));
        return pauses.toArray(Duration[]::new);
    }

    private AcceptedEvent event(EndpointId endpoint, String key) {
        return new AcceptedEvent(
                EventId.next(),
                tenant,
                null,
                "order.created",
                List.of(),
                Instant.now(),
                "{}".getBytes(StandardCharsets.UTF_8),
                List.of(endpoint),
                new EventOptions(Priority.NORMAL, key, null, null));
    }

    private static AcceptedEvent withId(AcceptedEvent event, EventId id) {
        return new AcceptedEvent(
                id,
                event.tenantId(),
                null,
                event.type(),
                event.channels(),
                event.createdAt(),
                event.payload(),
                event.endpoints(),
                event.options());
    }

    private List<AcceptedEvent> events(EndpointId endpoint, String key, int count) {
        return IntStream.range(0, count).mapToObj(n -> event(endpoint, key)).toList();
    }

    private void accept(List<AcceptedEvent> events) {
        journal.accept(new Submission(
                        events.stream()
                                .map(event -> new Submission.Entry(event, null))
                                .toList(),
                        null))
                .toCompletableFuture()
                .join();
    }

    /** What an instance has written that accepted these, and has sent nothing yet. */
    private void leave(EndpointId endpoint, UUID owner, List<AcceptedEvent> events) throws SQLException {
        var lane = new OrderedLane(endpoint.value(), "");
        Transaction.run(dataSource, connection -> {
            ledger.addEvents(connection, events);
            lanes.enter(connection, List.of(new Entering(lane, heldBy(owner, lane), events.size())));
            lanes.addPlaces(
                    connection,
                    IntStream.range(0, events.size())
                            .mapToObj(n -> new Place(
                                    new Waiting(
                                            events.get(n).id().value(),
                                            endpoint.value(),
                                            tenant,
                                            Instant.MAX,
                                            1,
                                            0,
                                            Trigger.FIRST,
                                            Priority.NORMAL),
                                    "",
                                    n + 1))
                            .toList());
            return lane;
        });
    }

    private static LaneHold heldBy(UUID owner, OrderedLane lane) {
        return new LaneHold(UUID.randomUUID(), owner, lane, null, drained -> {});
    }

    private UUID livingInstance() throws SQLException {
        UUID id = TypeId.next();
        execute("insert into instance values ('" + id + "', now() + interval '1 hour')");
        return id;
    }

    private void replay(EndpointId endpoint) throws SQLException {
        resending.replay(tenant, deadLetter(endpoint), "test");
    }

    private DeadLetterId deadLetter(EndpointId endpoint) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select id from dead_letter where resolution is null and endpoint_id = '"
                                + endpoint.value() + "'")) {
            rows.next();
            return new DeadLetterId(rows.getObject(1, UUID.class));
        }
    }

    private int deadLetters(EndpointId endpoint) throws SQLException {
        return count("select count(*) from dead_letter where resolution is null and endpoint_id = '" + endpoint.value()
                + "'");
    }

    private List<String> all() {
        return subscriber.received().stream().map(it -> it.header("webhook-id")).toList();
    }

    /** In the order of their first arrivals. */
    private List<String> arrivals() {
        return all().stream().distinct().toList();
    }

    /** Those that came again after a later one had come. */
    private List<String> overtaken() {
        List<String> all = all();
        var place = new HashMap<String, Integer>();
        for (String id : all) {
            place.putIfAbsent(id, place.size());
        }
        var overtaken = new ArrayList<String>();
        int greatest = -1;
        for (String id : all) {
            if (place.get(id) < greatest) {
                overtaken.add(id);
            }
            greatest = Math.max(greatest, place.get(id));
        }
        return overtaken;
    }

    private void awaitDelivered(List<AcceptedEvent> events) {
        await().atMost(PATIENCE).until(() -> arrivals().containsAll(ids(events)));
    }

    private void awaitNothingLeft(EndpointId endpoint) {
        await().atMost(PATIENCE)
                .until(() -> count("select (select count(*) from retry where endpoint_id = '" + endpoint.value()
                                + "') + (select count(*) from ordered_lane where endpoint_id = '" + endpoint.value()
                                + "')")
                        == 0);
    }

    private static List<String> ids(List<AcceptedEvent> events) {
        return events.stream().map(AcceptedEvent::publicId).toList();
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
