package dev.posthorn.system;

import com.standardwebhooks.Webhook;
import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** Several events in one request: it goes when enough of them wait, or the oldest has waited long enough. */
@ExtendWith(StackExtension.class)
class BatchingTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Stack stack;
    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    BatchingTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void aBatchGoesWhenSoManyEventsWaitAndIsSignedAsOne() throws Exception {
        // Given
        var endpoint = tenant.endpointAt(subscriber).batching(3, LONG).create();
        String secret = tenant.get("/endpoints/{id}/secret", endpoint).get("secret");

        // When
        var events = publish(6, "x");

        // Then
        var requests = subscriber.await(2);
        assertThat(requests)
                .extracting(BatchingTest::idsIn)
                .containsExactlyInAnyOrder(events.subList(0, 3), events.subList(3, 6));
        for (var request : requests) {
            new Webhook(secret).verify(request.body(), request.headers().map());
        }
        assertThat(requests).extracting(Received::eventId).doesNotHaveDuplicates();
        awaitStatus(events, "succeeded", 1);
    }

    @Test
    void aBatchGoesWhenItsOldestEventHasWaitedLongEnough() {
        // Given
        tenant.endpointAt(subscriber).batching(100, Duration.ofSeconds(3)).create();
        var begin = Instant.now();

        // When
        var events = publish(2, "x");

        // Then
        var request = subscriber.awaitOne();
        assertThat(idsIn(request)).isEqualTo(events);
        // Late is forgiven, since other work is done on this machine; early is not.
        assertThat(Duration.between(begin, request.at())).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    @Test
    void aBatchGoesWhenItsPayloadsReachSoManyBytes() {
        // Given
        tenant.endpointAt(subscriber).batching(100, LONG, 2_000).create();

        // When
        var events = publish(4, "x".repeat(700));

        // Then
        assertThat(idsIn(subscriber.awaitOne())).isEqualTo(events.subList(0, 2));
    }

    @Test
    void aLongWaitCountsEventsOfAllInstances() {
        // Given: events that come one by one go through the instances in turn
        tenant.endpointAt(subscriber).batching(6, LONG).create();

        // When
        var events = IntStream.range(0, 6)
                .mapToObj(n -> tenant.publish(Map.of("n", n)))
                .toList();

        // Then
        var requests = subscriber.await(1, PATIENCE);
        assertThat(requests).hasSize(1);
        assertThat(idsIn(requests.getFirst())).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void anUrgentEventWaitsForNoOthers() {
        // Given
        tenant.endpointAt(subscriber).batching(100, LONG).create();

        // When
        tenant.publishEvent(Map.of("type", Stack.EVENT_TYPE, "payload", Map.of("n", 1), "priority", "high"));

        // Then
        assertThat(idsIn(subscriber.awaitOne())).hasSize(1);
    }

    @Test
    void aFailedBatchIsRetriedWholeAndEndsAsADeadLetterOfEachEvent() {
        // Given
        tenant.endpointAt(subscriber)
                .batching(3, LONG)
                .retriedAfter(Duration.ofMillis(500), Duration.ofMillis(500))
                .create();
        subscriber.answer(Answer.status(500));

        // When
        var events = publish(3, "x");

        // Then
        await().atMost(PATIENCE)
                .until(() -> tenant.get("/dead-letters").getList("data").size() == 3);
        var requests = subscriber.received();
        assertThat(requests).hasSize(3);
        assertThat(requests)
                .extracting(Received::eventId)
                .containsOnly(requests.getFirst().eventId());
        assertThat(requests)
                .extracting(Received::body)
                .containsOnly(requests.getFirst().body());
        assertThat(tenant.get("/dead-letters").getList("data.eventId")).containsExactlyInAnyOrderElementsOf(events);
        for (var event : events) {
            tenant.api()
                    .get("/attempts?eventId={event}", event)
                    .then()
                    .body("data.number", equalTo(List.of(3, 2, 1)))
                    .body("data.statusCode", equalTo(List.of(500, 500, 500)));
        }
        assertThat(tenant.attempts()).hasSize(9);
        assertThat(tenant.attempts().stream()
                        .map(Tenant.RecordedAttempt::startedAt)
                        .distinct())
                .hasSize(3);

        // When
        subscriber.answer(Answer.status(200));
        tenant.api().body(Map.of()).post("/dead-letters/replay").then().statusCode(202);

        // Then
        awaitStatus(events, "succeeded", 4);
    }

    @Test
    void aKillWhileABatchWaitsLosesNothing() {
        // Given: some wait in memory, some have been put on disk
        tenant.endpointAt(subscriber).batching(100, Duration.ofSeconds(20)).create();
        var events = new ArrayList<>(publish(5, "x"));
        await().atMost(PATIENCE)
                .until(() -> Instant.now().isAfter(publishedAt(events).plusSeconds(7)));
        events.addAll(publish(5, "x"));

        // When
        stack.kill(Part.DELIVERY);
        stack.kill(Part.DELIVERY_2);

        // Then
        await().atMost(Duration.ofMinutes(2))
                .until(() -> subscriber.received().stream()
                        .flatMap(request -> idsIn(request).stream())
                        .toList()
                        .containsAll(events));
        stack.awaitRecovery();
        awaitStatus(events, "succeeded", 1);
    }

    private Instant publishedAt(List<String> events) {
        return Instant.parse(tenant.get("/events/{id}", events.getFirst()).getString("createdAt"));
    }

    /** In one request, and so through one instance. */
    private List<String> publish(int count, String text) {
        var batch = IntStream.range(0, count)
                .mapToObj(n -> Map.of("type", Stack.EVENT_TYPE, "payload", Map.of("n", n, "text", text)))
                .toList();
        return tenant.api()
                .body(Map.of("events", batch))
                .post("/events/batch")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getList("events.id");
    }

    private void awaitStatus(List<String> events, String status, int attempts) {
        for (var event : events) {
            await().untilAsserted(() -> tenant.api()
                    .get("/deliveries?eventId={event}", event)
                    .then()
                    .body("data[0].status", equalTo(status))
                    .body("data[0].attempts", equalTo(attempts)));
        }
    }

    private static List<String> idsIn(Received request) {
        return JsonPath.from(request.body()).getList("id");
    }
}
