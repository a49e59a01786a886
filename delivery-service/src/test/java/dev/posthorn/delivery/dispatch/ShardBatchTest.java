package dev.posthorn.delivery.dispatch;

import dev.posthorn.contracts.EndpointRecord.Batching;
import dev.posthorn.contracts.EndpointRecord.Pace;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Attempt;
import dev.posthorn.delivery.ledger.Deliveries.Room;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Settlement;
import dev.posthorn.delivery.ledger.Trigger;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.delivery.retry.RetryPolicy;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.TestEndpoints;
import dev.posthorn.foundation.egress.AddressRules;
import dev.posthorn.foundation.id.EventId;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A shard with a real receiver; what it would record is kept here. */
class ShardBatchTest {

    private static final Duration LONG = Duration.ofSeconds(300);

    private final Vertx vertx = Vertx.vertx();
    private final Events events = new Events();
    private final TestEndpoints endpoints = new TestEndpoints();
    private final List<List<Settlement>> settled = new CopyOnWriteArrayList<>();
    private final List<Delivery> dropped = new CopyOnWriteArrayList<>();
    private final Set<Delivery> lost = ConcurrentHashMap.newKeySet();
    private TestSubscriber subscriber;
    private Shard shard;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        shard = shard(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() throws Exception {
        subscriber.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void sendsSeveralEventsInOneRequestAndSettlesEachByItself() {
        // Given
        endpoint(3, LONG);
        List<Delivery> three = accepted(3);

        // When
        take(three);

        // Then
        await().until(() -> settled.size() == 1);
        assertThat(subscriber.received()).hasSize(1);
        assertThat(positions(three, subscriber.received().getFirst().body())).isSorted();
        List<Attempt> attempts = attempts(0);
        assertThat(attempts).extracting(it -> it.delivery().event().id()).containsExactlyElementsOf(ids(three));
        assertThat(attempts).extracting(Attempt::id).doesNotHaveDuplicates();
        assertThat(attempts)
                .extracting(Attempt::startedAt)
                .containsOnly(attempts.getFirst().startedAt());
        assertThat(attempts)
                .extracting(Attempt::exchange)
                .containsOnly(attempts.getFirst().exchange());
        assertThat(attempts).extracting(Attempt::next).containsOnly(new NextStep.Complete());
    }

    @Test
    void sendsWhatThereIsWhenTheOldestHasWaitedLongEnough() {
        endpoint(100, Duration.ofMillis(600));
        Instant begin = Instant.now();

        take(accepted(2));

        var only = subscriber.awaitOne();
        assertThat(Duration.between(begin, only.at())).isBetween(Duration.ofMillis(550), Duration.ofSeconds(5));
        await().until(() -> settled.size() == 1);
        assertThat(attempts(0)).hasSize(2);
    }

    @Test
    void sendsAFailedBatchAgainWithTheSameIdInTheSameOrder() {
        // Given
        endpoint(3, LONG);
        subscriber.answer(500);
        List<Delivery> three = accepted(3);
        take(three);
        await().until(() -> settled.size() == 1);
        List<Attempt> failed = attempts(0);
        var group = failed.getFirst().delivery().group();
        assertThat(group).isNotNull();
        assertThat(failed).extracting(it -> it.delivery().group()).containsOnly(group);
        assertThat(failed)
                .extracting(Attempt::next)
                .containsOnly(failed.getFirst().next());
        assertThat(failed.getFirst().next()).isInstanceOf(NextStep.RetryAt.class);

        // When: it comes from disk, in any order, and others wait for the same endpoint
        List<Delivery> again = failed.reversed().stream()
                .map(it -> new Delivery(it.delivery().event(), events.endpoint, 2, 1, Trigger.RETRY, null, null, group))
                .toList();
        take(accepted(2));
        shard.load(again);

        // Then
        var requests = subscriber.await(2);
        assertThat(requests.getLast().body()).isEqualTo(requests.getFirst().body());
        assertThat(requests.getLast().header("webhook-id"))
                .isEqualTo(requests.getFirst().header("webhook-id"));
        await().until(() -> settled.size() == 2);
        assertThat(attempts(1)).extracting(it -> it.delivery().group()).containsOnly(group);
        assertThat(attempts(1)).extracting(it -> it.delivery().number()).containsOnly(2);
    }

    @Test
    void goesOnWithoutAnEventThatIsGone() {
        // Given
        endpoint(3, LONG);
        List<Delivery> three = accepted(3);
        AcceptedEvent kept = three.get(1).event();
        var expunged = new AcceptedEvent(
                kept.id(),
                "t",
                null,
                "a.b",
                List.of(),
                kept.createdAt(),
                new byte[0],
                List.of(events.endpoint),
                kept.options());
        lost.add(three.get(2));

        // When
        take(List.of(three.get(0), new Delivery(expunged, events.endpoint, 1, 0, Trigger.FIRST, null), three.get(2)));

        // Then
        await().until(() -> settled.size() == 2);
        assertThat(settled.getFirst().getFirst())
                .isInstanceOfSatisfying(
                        Settlement.Abandoned.class,
                        it -> assertThat(it.reason()).isEqualTo(NextStep.DeadLetter.PAYLOAD_EXPUNGED));
        assertThat(attempts(1)).hasSize(1);
        assertThat(dropped).containsExactly(three.get(2));
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void parksWhatHasLongToWaitUntilItsTimeOrUntilABatchIsThere() {
        // Given
        shard = shard(Duration.ofMillis(100));
        endpoint(5, LONG);
        List<Delivery> three = accepted(3);

        // When
        take(three);

        // Then
        await().until(() -> settled.size() == 1);
        Instant due = three.getFirst().event().createdAt().plus(LONG);
        assertThat(settled.getFirst())
                .containsExactlyElementsOf(three.stream()
                        .map(it -> new Settlement.Parked(it, due, new Settlement.Enough(5, 1024 * 1024)))
                        .toList());
        assertThat(shard.waiting()).isZero();
        assertThat(subscriber.received()).isEmpty();

        // When: they come back, with others
        List<Delivery> five = new ArrayList<>(three);
        five.addAll(accepted(2));
        shard.load(five);

        // Then
        await().until(() -> settled.size() == 2);
        assertThat(attempts(1)).hasSize(5);
    }

    @Test
    void sendsABatchOneByOneOnceItsEndpointTakesNone() {
        // Given
        Endpoint before = endpoint(3, LONG);
        var group = UUID.randomUUID();
        List<Delivery> failed = accepted(3).stream()
                .map(it -> new Delivery(it.event(), events.endpoint, 2, 1, Trigger.RETRY, null, null, group))
                .toList();
        endpoints.set(endpoint(before.url(), Endpoint.DEFAULT_PACE));

        // When
        shard.load(failed);

        // Then
        await().until(() -> settled.size() == 3);
        assertThat(subscriber.received()).hasSize(3);
        assertThat(IntStream.range(0, 3).mapToObj(this::attempts))
                .allSatisfy(attempts -> assertThat(attempts)
                        .singleElement()
                        .extracting(it -> it.delivery().group())
                        .isNull());
    }

    @Test
    void parksABatchThatItHasNoPlaceForAsOne() {
        // Given: two a batch make four places
        shard = shard(Duration.ofSeconds(5), 1);
        endpoint(1, LONG);
        var group = UUID.randomUUID();
        assertThat(shard.admit("t", events.endpoint, Priority.NORMAL)).isTrue();
        assertThat(shard.admit("t", events.endpoint, Priority.NORMAL)).isTrue();
        List<Delivery> failed =
                accepted(3).stream().map(it -> it.inGroup(group)).toList();

        // When
        shard.load(failed);

        // Then
        await().until(() -> settled.size() == 1);
        assertThat(settled.getFirst())
                .hasSize(3)
                .allSatisfy(it -> assertThat(it)
                        .isInstanceOfSatisfying(
                                Settlement.Parked.class,
                                parked -> assertThat(parked.delivery().group()).isEqualTo(group)));
        assertThat(subscriber.received()).isEmpty();
    }

    private void take(List<Delivery> deliveries) {
        deliveries.forEach(it ->
                assertThat(shard.admit("t", it.endpointId(), Priority.NORMAL)).isTrue());
        shard.take(deliveries);
    }

    private List<Delivery> accepted(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> events.accepted(Instant.now()))
                .toList();
    }

    private List<Attempt> attempts(int request) {
        return settled.get(request).stream()
                .map(it -> ((Settlement.Attempted) it).attempt())
                .toList();
    }

    private static List<EventId> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(it -> it.event().id()).toList();
    }

    private static List<Integer> positions(List<Delivery> deliveries, String body) {
        return deliveries.stream()
                .map(it -> body.indexOf(it.event().publicId()))
                .peek(position -> assertThat(position).isPositive())
                .toList();
    }

    private Endpoint endpoint(int maxEvents, Duration maxWait) {
        var pace = new Pace(null, null, new Batching(maxEvents, maxWait, null), "none", "skip");
        return endpoint(URI.create(subscriber.url()), pace);
    }

    private Endpoint endpoint(URI url, Pace pace) {
        var endpoint = new Endpoint(
                events.endpoint,
                1,
                "t",
                url,
                Endpoint.Status.ENABLED,
                List.of(),
                List.of(),
                Map.of(),
                Duration.ofSeconds(5),
                List.of(Duration.ofHours(1), Duration.ofHours(1)),
                Endpoint.DEFAULT_FORM,
                pace,
                null,
                Map.of());
        endpoints.set(endpoint);
        return endpoint;
    }

    private Shard shard(Duration held) {
        return shard(held, 100);
    }

    private Shard shard(Duration held, int queue) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DispatchConfig.class)
                .build()
                .getConfigMapping(DispatchConfig.class);
        var context = ((VertxInternal) vertx).createEventLoopContext();
        var addresses = new Addresses(context, new AddressRules(true), config.addressLifetime());
        return new Shard(
                context,
                endpoints,
                new WebhookClient(
                        vertx,
                        addresses,
                        new Clients(vertx, config, null),
                        config,
                        new WebhookClient.Sender("Posthorn/test", null)),
                new RetryPolicy(Duration.ofHours(1), RandomGenerator.getDefault()),
                InstantSource.system(),
                new Shard.Limits(100, 4, queue, held),
                new Shard.Hooks(
                        delivery -> !lost.contains(delivery),
                        settled::add,
                        dropped::add,
                        id -> new Room(0, Instant.now().plusSeconds(1)),
                        closed -> {},
                        null,
                        share -> share));
    }
}
