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
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** High is never queued behind normal, and low is not starved, whatever waits. */
@ExtendWith(StackExtension.class)
class PriorityTest {

    private static final int BACKLOG = 100_000;
    private static final int BATCH = 1000;

    /** An endpoint gets 16 requests at once: 80 a second, for which the backlog is one of 20 minutes. */
    private static final Duration SLOW = Duration.ofMillis(200);

    /** "At once", on a machine that has other work. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();
    private String endpoint;

    PriorityTest(Stack stack) {
        tenant = stack.newTenant();
    }

    /** Paused, what is left of the backlog costs the other tests nothing. */
    @AfterEach
    void pause() {
        tenant.api()
                .body(Map.of("status", "paused"))
                .patch("/endpoints/{id}", endpoint)
                .then()
                .statusCode(200);
        subscriber.close();
    }

    @Test
    void aHighOneStartsAtOnceAlthoughAHundredThousandNormalOnesWait() {
        // Given
        endpoint = tenant.endpointAt(subscriber).create();
        subscriber.answer(Answer.status(200).after(SLOW));
        for (int n = 0; n < BACKLOG / BATCH; n++) {
            tenant.publishBatch(BATCH, "normal");
        }

        for (int n = 0; n < 5; n++) {
            // When
            var published = Instant.now();
            String high = publish("high");

            // Then
            await().atMost(SOON.multipliedBy(5))
                    .until(() -> subscriber.receivedIds().contains(high));
            assertThat(Duration.between(published, arrivalOf(high))).isLessThan(SOON);
        }
        assertThat(subscriber.received().size()).isLessThan(BACKLOG / 2);
    }

    @Test
    void lowOnesAdvanceWhileNormalOnesKeepComing() {
        // Given
        endpoint = tenant.endpointAt(subscriber).create();
        subscriber.answer(Answer.status(200).after(SLOW));
        tenant.publishBatch(BATCH, "normal");
        tenant.publishBatch(BATCH, "normal");
        tenant.publishBatch(BATCH, "normal");

        // When
        String low = publish("low");
        tenant.publishBatch(BATCH, "normal");
        tenant.publishBatch(BATCH, "normal");

        // Then: it came, and not as the last one
        await().atMost(Duration.ofSeconds(60))
                .until(() -> subscriber.receivedIds().contains(low));
        assertThat(subscriber.received().size()).isLessThan(5 * BATCH);
    }

    private String publish(String priority) {
        return tenant.publishEvent(Map.of("type", Stack.EVENT_TYPE, "payload", Map.of(), "priority", priority))
                .path("id");
    }

    private Instant arrivalOf(String event) {
        return subscriber.received().stream()
                .filter(it -> it.eventId().equals(event))
                .map(Received::at)
                .findFirst()
                .orElseThrow();
    }
}
