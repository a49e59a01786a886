package dev.posthorn.system;

import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** All of an endpoint's events since a time are sent again, as a task that survives what befalls its process. */
@Order(Order.DEFAULT + 1)
@ExtendWith(StackExtension.class)
class ReplayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Stack stack;
    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();
    private final String since = Instant.now().minusSeconds(60).toString();

    ReplayTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
        stack.awaitRecovery();
    }

    @Test
    void bringsWhatWasPublishedBeforeTheEndpointExistedAndWhileItWasDisabled() {
        // Given
        var before = tenant.publish(Map.of("n", 1));
        var endpoint = tenant.endpointAt(subscriber).create();
        tenant.publish(Map.of("n", 2));
        subscriber.await(1);
        setStatus(endpoint, "disabled");
        var meanwhile = tenant.publish(Map.of("n", 3));
        setStatus(endpoint, "enabled");
        tenant.api()
                .body(Map.of("endpointId", endpoint, "since", since))
                .post("/replays/estimate")
                .then()
                .statusCode(200)
                .body("matched", equalTo(2));
        assertThat(subscriber.received()).hasSize(1);

        // When
        var replay = start(endpoint, List.of("missing"), 2);

        // Then
        var arrivals = subscriber.await(3);
        assertThat(arrivals.subList(1, 3)).extracting(Received::eventId).containsExactlyInAnyOrder(before, meanwhile);
        awaitStatus(replay, "completed");
        assertThat(tenant.get("/replays").getList("data.id")).containsExactly(replay);
    }

    @Test
    void bringsWhatHadSucceededIfThatIsAskedFor() {
        // Given
        var endpoint = tenant.endpointAt(subscriber).create();
        var event = tenant.publish(Map.of("n", 1));
        await().until(() ->
                tenant.get("/deliveries?status=succeeded").getList("data").size() == 1);

        // When
        start(endpoint, List.of("succeeded"), 1);

        // Then
        assertThat(subscriber.await(2)).extracting(Received::eventId).containsOnly(event);
    }

    @Test
    void goesOnWhereItWasWhenAllInstancesAreKilled() {
        // Given
        var events = publish(600);
        var endpoint = tenant.endpointAt(subscriber).create();
        var replay = start(endpoint, List.of("missing"), 600);
        subscriber.await(60);

        // When
        stack.kill(Part.DELIVERY);
        stack.kill(Part.DELIVERY_2);

        // Then
        await().atMost(PATIENCE).until(() -> subscriber.receivedIds().size() == 600);
        assertThat(subscriber.receivedIds()).isEqualTo(new HashSet<>(events));
        awaitStatus(replay, "completed");
        tenant.api().get("/replays/{replay}", replay).then().body("done", equalTo(600));
        // Only what was out at the kill came twice.
        assertThat(subscriber.received().size() - 600).isLessThanOrEqualTo(100);
        assertThat(replayed()).isEqualTo(600);
    }

    @Test
    void isLimitedInItsRateAndCancelledAtOnce() {
        // Given
        publish(400);
        var endpoint = tenant.endpointAt(subscriber).create();
        var replay = start(endpoint, List.of("missing"), 400);
        subscriber.await(30);

        // When
        tenant.api().delete("/replays/{replay}", replay).then().statusCode(204);

        // Then
        awaitStatus(replay, "cancelled");
        int done = tenant.get("/replays/{replay}", replay).getInt("done");
        assertThat(done).isBetween(30, 399);
        subscriber.await(done);
        var fresh = tenant.publish(Map.of("fresh", true));
        await().until(() -> subscriber.receivedIds().contains(fresh));
        assertThat(subscriber.received()).hasSize(done + 1);
        tenant.api().delete("/replays/{replay}", replay).then().statusCode(204);
    }

    @Test
    void doesNotKeepFreshEventsWaiting() {
        // Given
        publish(600);
        var endpoint = tenant.endpointAt(subscriber).create();
        start(endpoint, List.of("missing"), 600);
        subscriber.await(10);

        // When
        var published = Instant.now();
        var fresh = tenant.publish(Map.of("fresh", true));

        // Then
        await().until(() -> subscriber.receivedIds().contains(fresh));
        assertThat(Duration.between(published, Instant.now())).isLessThan(Duration.ofSeconds(2));
        assertThat(subscriber.receivedIds()).hasSizeLessThan(500);
    }

    private List<String> publish(int count) {
        var ids = new ArrayList<String>();
        for (int begin = 0; begin < count; begin += 200) {
            var events = IntStream.range(begin, Math.min(count, begin + 200))
                    .mapToObj(n -> Map.of("type", Stack.EVENT_TYPE, "payload", Map.of("n", n)))
                    .toList();
            ids.addAll(tenant.api()
                    .body(Map.of("events", events))
                    .post("/events/batch")
                    .then()
                    .statusCode(202)
                    .extract()
                    .<List<String>>path("events.id"));
        }
        return ids;
    }

    private String start(String endpoint, List<String> statuses, int matched) {
        return tenant.api()
                .body(Map.of("endpointId", endpoint, "since", since, "statuses", statuses))
                .post("/replays")
                .then()
                .statusCode(202)
                .body("matched", equalTo(matched))
                .extract()
                .path("id");
    }

    private void awaitStatus(String replay, String status) {
        await().atMost(PATIENCE)
                .until(() -> tenant.get("/replays/{replay}", replay).getString("status"), status::equals);
    }

    private void setStatus(String endpoint, String status) {
        tenant.api()
                .body(Map.of("status", status))
                .patch("/endpoints/{id}", endpoint)
                .then()
                .statusCode(200);
        tenant.settled();
    }

    /** Deliveries with a first attempt that a replay made. */
    private long replayed() {
        return tenant.attempts().stream()
                .map(Tenant.RecordedAttempt::eventId)
                .collect(Collectors.toSet())
                .size();
    }
}
