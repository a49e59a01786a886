package dev.posthorn.system;

import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.OneByOne;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Strict order, of an endpoint or of an ordering key: over two instances, through failures, kills and dead letters. */
@Order(Order.DEFAULT + 1)
@ExtendWith(StackExtension.class)
class OrderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration SHORTLY = Duration.ofMillis(50);

    private final Stack stack;
    private final Tenant tenant;
    private final OneByOne publisher;
    private final TestSubscriber subscriber = TestSubscriber.start();

    OrderTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
        this.publisher = new OneByOne(tenant, stack.deliveryUrls());
    }

    @AfterEach
    void recover() {
        subscriber.close();
        stack.start(Part.DELIVERY_2);
        stack.awaitRecovery();
    }

    @Test
    void eventsArriveAsTheyWerePublishedWhateverInstanceTookThemAndHoweverManyAttemptsFail() throws Exception {
        // Given: every third request fails
        tenant.endpointAt(subscriber)
                .ordering("strict")
                .retriedAfter(SHORTLY, SHORTLY, SHORTLY, SHORTLY, SHORTLY, SHORTLY, SHORTLY, SHORTLY, SHORTLY, SHORTLY)
                .create();
        subscriber.answer(failingAtRandom());

        // When
        publisher.publish(300);

        // Then
        awaitAllArrived();
        assertThat(firstArrivals()).isEqualTo(publisher.accepted());
        assertThat(overtaken()).isEmpty();
    }

    @Test
    void oneRequestIsOutAtATime() throws Exception {
        // Given
        tenant.endpointAt(subscriber).ordering("strict").create();
        var out = new AtomicInteger();
        var most = new AtomicInteger();
        subscriber.answer(exchange -> {
            most.accumulateAndGet(out.incrementAndGet(), Math::max);
            Thread.sleep(5);
            out.decrementAndGet();
            Answer.status(200).to(exchange);
        });

        // When
        publisher.publish(100);

        // Then
        awaitAllArrived();
        assertThat(most).hasValue(1);
    }

    @Test
    void eventsOfOneRequestKeepTheirOrder() {
        // Given
        tenant.endpointAt(subscriber).ordering("strict").create();
        var events = new ArrayList<Map<String, Object>>();
        for (int n = 0; n < 500; n++) {
            events.add(Map.of("type", Stack.EVENT_TYPE, "id", "batch-" + n, "payload", Map.of("n", n)));
        }

        // When
        tenant.api().body(Map.of("events", events)).post("/events/batch").then().statusCode(202);

        // Then
        subscriber.await(500, PATIENCE);
        assertThat(firstArrivals())
                .isEqualTo(events.stream().map(event -> event.get("id")).toList());
    }

    @Test
    void eachKeyKeepsItsOrderAndWaitsForNoOther() throws Exception {
        // Given: the key stuck fails for good
        tenant.endpointAt(subscriber)
                .ordering("key")
                .retriedAfter(Duration.ofHours(1))
                .create();
        subscriber.answer(exchange -> {
            var id = exchange.getRequestHeaders().getFirst("webhook-id");
            Answer.status(id.startsWith("stuck") ? 500 : 200).to(exchange);
        });

        // When
        for (int n = 0; n < 50; n++) {
            publisher.publish("stuck");
            publisher.publish("a");
            publisher.publish("b");
            publisher.publish(null);
        }

        // Then
        await().atMost(PATIENCE).until(() -> firstArrivals().size() == 151);
        for (var key : List.of("a-", "b-")) {
            assertThat(firstArrivals().stream().filter(id -> id.startsWith(key)))
                    .containsExactlyElementsOf(publisher.accepted().stream()
                            .filter(id -> id.startsWith(key))
                            .toList());
        }
        assertThat(firstArrivals().stream().filter(id -> id.startsWith("stuck")))
                .hasSize(1);
    }

    @Test
    void theOrderSurvivesTheKillOfAnInstance() throws Exception {
        // Given
        tenant.endpointAt(subscriber)
                .ordering("strict")
                .retriedAfter(SHORTLY, SHORTLY, SHORTLY, SHORTLY)
                .create();
        subscriber.answer(Answer.status(200).after(Duration.ofMillis(10)));
        publisher.publish(100);

        // When
        stack.killForGood(Part.DELIVERY_2);
        publisher.publish(100);

        // Then: only what was in flight came again
        awaitAllArrived();
        assertThat(firstArrivals()).isEqualTo(publisher.accepted());
        assertThat(new HashSet<>(overtaken())).hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void theOrderSurvivesTheKillOfAllInstances() throws Exception {
        // Given
        tenant.endpointAt(subscriber)
                .ordering("strict")
                .retriedAfter(SHORTLY, SHORTLY, SHORTLY, SHORTLY)
                .create();
        subscriber.answer(Answer.status(200).after(Duration.ofMillis(10)));
        publisher.publish(100);

        // When
        stack.kill(Part.DELIVERY);
        stack.kill(Part.DELIVERY_2);
        publisher.publish(100);

        // Then
        awaitAllArrived();
        assertThat(firstArrivals()).isEqualTo(publisher.accepted());
        assertThat(new HashSet<>(overtaken())).hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void theOrderSurvivesAnInstanceThatSleepsBeyondItsLease() throws Exception {
        // Given
        tenant.endpointAt(subscriber)
                .ordering("strict")
                .retriedAfter(SHORTLY, SHORTLY, SHORTLY, SHORTLY)
                .create();
        subscriber.answer(Answer.status(200).after(Duration.ofMillis(10)));
        publisher.publish(100);

        // When
        stack.pause(Part.DELIVERY_2);
        publisher.ask(stack.deliveryUrls().subList(0, 1));
        try {
            publisher.publish(100);
            awaitAllArrived();
        } finally {
            stack.resume(Part.DELIVERY_2);
        }
        publisher.ask(stack.deliveryUrls());
        publisher.publish(50);

        // Then
        awaitAllArrived();
        assertThat(firstArrivals()).isEqualTo(publisher.accepted());
    }

    @Test
    void aDeadLetterIsSkippedAfterItsAttempts() throws Exception {
        // Given
        tenant.endpointAt(subscriber).ordering("strict").retriedAfter(SHORTLY).create();
        subscriber.answer(failing("event-00000"));

        // When
        publisher.publish(3);

        // Then
        subscriber.await(4);
        assertThat(all()).containsExactly("event-00000", "event-00000", "event-00001", "event-00002");
    }

    @Test
    void aDeadLetterBlocksUntilItIsReplayedWithSuccess() throws Exception {
        // Given
        tenant.endpointAt(subscriber)
                .ordering("strict")
                .onDeadLetter("block")
                .retriedAfter()
                .create();
        subscriber.answer(failing("event-00000"));
        publisher.publish(3);
        var deadLetter = awaitDeadLetter();
        assertThat(all()).containsExactly("event-00000");

        // When: it fails again
        replay(deadLetter);
        subscriber.await(2);
        deadLetter = awaitDeadLetter();
        assertThat(firstArrivals()).containsExactly("event-00000");
        subscriber.answer(Answer.status(200));
        replay(deadLetter);

        // Then
        subscriber.await(5);
        assertThat(all()).containsExactly("event-00000", "event-00000", "event-00000", "event-00001", "event-00002");
    }

    @Test
    void aDeadLetterBlocksUntilItIsDiscarded() throws Exception {
        // Given
        tenant.endpointAt(subscriber)
                .ordering("strict")
                .onDeadLetter("block")
                .retriedAfter()
                .create();
        subscriber.answer(failing("event-00000"));
        publisher.publish(3);
        var deadLetter = awaitDeadLetter();

        // When
        tenant.api()
                .body(Map.of("reason", "not wanted any more"))
                .post("/dead-letters/{id}/discard", deadLetter)
                .then()
                .statusCode(204);

        // Then
        subscriber.await(3);
        assertThat(all()).containsExactly("event-00000", "event-00001", "event-00002");
    }

    private void replay(String deadLetter) {
        tenant.api().post("/dead-letters/{id}/replay", deadLetter).then().statusCode(202);
    }

    private String awaitDeadLetter() {
        return await().until(
                        () -> tenant.get("/dead-letters").<String>getList("data.id").stream()
                                .findFirst()
                                .orElse(null),
                        id -> id != null);
    }

    private static Answer failing(String event) {
        return exchange -> Answer.status(
                        event.equals(exchange.getRequestHeaders().getFirst("webhook-id")) ? 500 : 200)
                .to(exchange);
    }

    private static Answer failingAtRandom() {
        var random = new Random(4);
        return exchange -> Answer.status(random.nextInt(3) == 0 ? 500 : 200).to(exchange);
    }

    private void awaitAllArrived() {
        await().atMost(PATIENCE).until(() -> subscriber.receivedIds().containsAll(publisher.accepted()));
    }

    private List<String> all() {
        return subscriber.received().stream().map(Received::eventId).toList();
    }

    private List<String> firstArrivals() {
        return all().stream().distinct().toList();
    }

    /** Arrivals of events after a later one had arrived. */
    private List<String> overtaken() {
        var overtaken = new ArrayList<String>();
        String greatest = "";
        for (var id : all()) {
            if (id.compareTo(greatest) < 0) {
                overtaken.add(id);
            } else {
                greatest = id;
            }
        }
        return overtaken;
    }
}
