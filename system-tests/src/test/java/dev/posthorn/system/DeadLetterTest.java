package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** What used up its attempts waits for a person, who looks at it and then sends or discards it, one by one or by filter. */
@ExtendWith(StackExtension.class)
class DeadLetterTest {

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    DeadLetterTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void isListedByFilterAndShownWithWhatWasSentAndAnswered() {
        // Given
        subscriber.answer(Answer.status(500));
        var one = tenant.endpointAt(subscriber).retriedAfter().create();
        var other = tenant.endpointAt(subscriber).retriedAfter().create();
        var event = tenant.publish(Map.of("orderId", "A-1"));
        awaitLetters(2);
        var between = Instant.now();
        tenant.publish(Map.of("orderId", "A-2"));
        awaitLetters(4);

        // Then
        assertThat(count("endpointId=" + one)).isEqualTo(2);
        assertThat(count("endpointId=" + other + "&until=" + between)).isEqualTo(1);
        assertThat(count("eventType=" + Stack.EVENT_TYPE + "&since=" + between)).isEqualTo(2);
        assertThat(count("eventType=no.such")).isZero();

        // When
        var letter = tenant.get("/dead-letters?endpointId={e}&until={t}", one, between.toString())
                .getString("data[0].id");
        var shown = tenant.get("/dead-letters/{letter}", letter);

        // Then
        assertThat(shown.getString("eventId")).isEqualTo(event);
        assertThat(shown.getString("reason")).isEqualTo("attempts_exhausted");
        assertThat(shown.getString("lastAttemptUrl"))
                .isEqualTo(tenant.path() + "/attempts/" + shown.getString("lastAttempt.id"));
        tenant.api()
                .basePath("")
                .get(shown.getString("lastAttemptUrl"))
                .then()
                .statusCode(200)
                .body("statusCode", equalTo(500))
                .body("request.headers.webhook-id", equalTo(event));
    }

    @Test
    void isReplayedByFilterAsATaskWithProgress() {
        // Given
        subscriber.answer(Answer.status(500));
        var one = tenant.endpointAt(subscriber).retriedAfter().create();
        tenant.endpointAt(subscriber).retriedAfter().create();
        for (int n = 0; n < 5; n++) {
            tenant.publish(Map.of("n", n));
        }
        awaitLetters(10);
        subscriber.answer(Answer.status(200));

        // When
        var replay = tenant.api()
                .body(Map.of("endpointId", one, "eventType", Stack.EVENT_TYPE))
                .post("/dead-letters/replay")
                .then()
                .statusCode(202)
                .body("matched", equalTo(5))
                .extract()
                .<String>path("replayId");

        // Then
        subscriber.await(15);
        await().untilAsserted(() -> tenant.api()
                .get("/replays/{replay}", replay)
                .then()
                .body("status", equalTo("completed"))
                .body("done", equalTo(5)));
        awaitLetters(5);
        await().until(() ->
                tenant.get("/deliveries?status=succeeded").getList("data").size() == 5);
    }

    @Test
    void isDiscardedByFilterWithAReason() {
        // Given
        subscriber.answer(Answer.status(410));
        var endpoint = tenant.endpointAt(subscriber).create();
        tenant.publish(Map.of("n", 1));
        awaitLetters(1);

        // When
        tenant.api()
                .body(Map.of("endpointId", endpoint, "reason", "The receiver is gone"))
                .post("/dead-letters/discard")
                .then()
                .statusCode(200)
                .body("discarded", equalTo(1))
                .body("more", equalTo(false));

        // Then
        tenant.api().get("/dead-letters").then().body("data", hasSize(0));
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void isReplayedAloneAndItsScheduleBeginsAnew() {
        // Given
        subscriber.answer(Answer.status(500));
        tenant.endpointAt(subscriber).retriedAfter(Duration.ofMillis(100)).create();
        tenant.publish(Map.of("n", 1));
        var letter = await().until(() -> tenant.get("/dead-letters").getString("data[0].id"), Objects::nonNull);

        // When
        tenant.api().post("/dead-letters/{letter}/replay", letter).then().statusCode(202);

        // Then: it fails twice again, and is another dead letter
        subscriber.await(4);
        await().untilAsserted(() -> tenant.api()
                .get("/dead-letters")
                .then()
                .body("data", hasSize(1))
                .body("data[0].attempts", equalTo(4)));
        assertThat(tenant.get("/attempts").getList("data.trigger"))
                .containsExactly("retry", "replay", "retry", "first");
    }

    private void awaitLetters(int count) {
        await().until(() -> count("limit=250") == count);
    }

    private int count(String filter) {
        return tenant.get("/dead-letters?" + filter).getList("data").size();
    }
}
