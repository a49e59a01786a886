package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** What happens when a receiver fails: retries, dead letters, and how a person gets on from there. */
@ExtendWith(StackExtension.class)
class RetryTest {

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    RetryTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void comesAfterOneAndThenFiveSeconds() {
        // Given
        tenant.endpointAt(subscriber).create();
        subscriber.answer(Answer.status(500));

        // When
        var event = tenant.publish(Map.of("n", 1));

        // Then
        var arrivals = subscriber.await(3);
        assertThat(arrivals).extracting(Received::eventId).containsOnly(event);
        // Late is forgiven, since other work is done on this machine; early is not.
        assertThat(Duration.between(arrivals.get(0).at(), arrivals.get(1).at()))
                .isBetween(Duration.ofMillis(990), Duration.ofMillis(2_500));
        assertThat(Duration.between(arrivals.get(1).at(), arrivals.get(2).at()))
                .isBetween(Duration.ofMillis(4_990), Duration.ofMillis(6_500));
        await().untilAsserted(() -> tenant.api()
                .get("/attempts?eventId={event}", event)
                .then()
                .body("data.number", equalTo(List.of(3, 2, 1)))
                .body("data.trigger", equalTo(List.of("retry", "retry", "first")))
                .body("data.outcome", equalTo(List.of("rejected", "rejected", "rejected")))
                .body("data.statusCode", equalTo(List.of(500, 500, 500))));
        tenant.api().get("/deliveries?eventId={event}", event).then().body("data[0].status", equalTo("retrying"));
    }

    @Test
    void stopsWithTheFirstSuccess() {
        // Given
        tenant.endpointAt(subscriber)
                .retriedAfter(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(100))
                .create();
        subscriber.answer(
                exchange -> (subscriber.received().size() < 3 ? Answer.hangUp() : Answer.status(204)).to(exchange));

        // When
        var event = tenant.publish(Map.of("n", 1));

        // Then
        await().untilAsserted(() -> tenant.api()
                .get("/deliveries?eventId={event}", event)
                .then()
                .body("data[0].status", equalTo("succeeded"))
                .body("data[0].attempts", equalTo(3)));
        assertThat(subscriber.received()).hasSize(3);
        assertThat(tenant.get("/attempts?eventId={event}", event).getList("data.outcome"))
                .containsExactly("succeeded", "connection", "connection");
    }

    @Test
    void followsAnEndpointThatDoesNotAnswerInTime() {
        // Given
        tenant.endpointAt(subscriber)
                .timingOutAfter(Duration.ofSeconds(1))
                .retriedAfter(Duration.ofMillis(100))
                .create();
        subscriber.answer(Answer.silence());

        // When
        var event = tenant.publish(Map.of("n", 1));

        // Then
        subscriber.await(2);
        await().untilAsserted(() -> assertThat(
                        tenant.get("/attempts?eventId={event}", event).getList("data.outcome"))
                .containsExactly("timeout", "timeout"));
    }

    @Test
    void endsInADeadLetterThatIsReplayedOnceTheReceiverIsMended() {
        // Given
        var endpoint = tenant.endpointAt(subscriber)
                .retriedAfter(Duration.ofMillis(200), Duration.ofMillis(400))
                .create();
        subscriber.answer(Answer.status(503));
        var event = tenant.publish(Map.of("orderId", "A-1"));
        var letter = awaitDeadLetter();
        tenant.api()
                .get("/dead-letters?endpointId={endpoint}", endpoint)
                .then()
                .body("data", hasSize(1))
                .body("data[0].eventId", equalTo(event))
                .body("data[0].eventType", equalTo(Stack.EVENT_TYPE))
                .body("data[0].attempts", equalTo(3))
                .body("data[0].lastAttempt.statusCode", equalTo(503));
        subscriber.answer(Answer.status(200));

        // When
        tenant.api().post("/dead-letters/{letter}/replay", letter).then().statusCode(202);

        // Then
        var arrivals = subscriber.await(4);
        assertThat(arrivals).extracting(Received::eventId).containsOnly(event);
        assertThat(arrivals)
                .extracting(Received::body)
                .containsOnly(arrivals.getFirst().body());
        await().untilAsserted(() -> tenant.api()
                .get("/deliveries?eventId={event}", event)
                .then()
                .body("data[0].status", equalTo("succeeded")));
        assertThat(tenant.get("/dead-letters").getList("data")).isEmpty();
    }

    @Test
    void isOverOnceItsDeadLetterIsDiscarded() {
        // Given
        tenant.endpointAt(subscriber).retriedAfter().create();
        subscriber.answer(Answer.status(404));
        tenant.publish(Map.of("n", 1));
        var letter = awaitDeadLetter();

        // When
        tenant.api()
                .body(Map.of("reason", "The order was a test"))
                .post("/dead-letters/{letter}/discard", letter)
                .then()
                .statusCode(204);

        // Then
        assertThat(tenant.get("/dead-letters").getList("data")).isEmpty();
        tenant.api()
                .post("/dead-letters/{letter}/replay", letter)
                .then()
                .statusCode(404)
                .body("error", equalTo("not_found"));
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void replaysAllDeadLettersOfAnEndpointAtOnce() {
        // Given
        var endpoint = tenant.endpointAt(subscriber).retriedAfter().create();
        subscriber.answer(Answer.status(500));
        for (int n = 0; n < 5; n++) {
            tenant.publish(Map.of("n", n));
        }
        await().until(() -> tenant.get("/dead-letters").getList("data").size() == 5);
        subscriber.answer(Answer.status(200));

        // When
        tenant.api()
                .body(Map.of("endpointId", endpoint))
                .post("/dead-letters/replay")
                .then()
                .statusCode(202)
                .body("matched", equalTo(5));

        // Then
        subscriber.await(10);
        await().until(() ->
                tenant.get("/deliveries?status=succeeded").getList("data").size() == 5);
    }

    private String awaitDeadLetter() {
        return await("a dead letter")
                .until(() -> tenant.get("/dead-letters").getString("data[0].id"), Objects::nonNull);
    }
}
