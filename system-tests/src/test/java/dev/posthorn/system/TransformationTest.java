package dev.posthorn.system;

import com.standardwebhooks.Webhook;
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
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An endpoint gets what its transformation makes of the payload. */
@ExtendWith(StackExtension.class)
class TransformationTest {

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    TransformationTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void theTransformationMakesThePayloadAndTheSignatureCoversIt() throws Exception {
        // Given
        String endpoint = tenant.endpointAt(subscriber)
                .transformedBy("{\"order\": data.orderId, \"sum\": data.total}")
                .create();

        // When
        tenant.api()
                .body("{\"type\":\"" + Stack.EVENT_TYPE
                        + "\",\"payload\":{\"orderId\":\"A-1\",\"total\":49.90,\"card\":\"4111\"}}")
                .post("/events")
                .then()
                .statusCode(202);

        // Then
        Received received = subscriber.awaitOne();
        assertThat(received.body()).endsWith("\"data\":{\"order\":\"A-1\",\"sum\":49.90}}");
        String secret = tenant.get("/endpoints/{id}/secret", endpoint).get("secret");
        new Webhook(secret).verify(received.body(), received.headers().map());
    }

    @Test
    void aRetrySendsTheSameBytes() {
        // Given
        tenant.endpointAt(subscriber)
                .transformedBy("$merge([data, {\"seen\": timestamp}])")
                .retriedAfter(Duration.ofMillis(100))
                .create();
        subscriber.answer(Answer.status(500));

        // When
        tenant.publish(Map.of("a", 1));

        // Then
        assertThat(subscriber.await(2))
                .extracting(Received::body)
                .containsOnly(subscriber.received().getFirst().body());
    }

    @Test
    void aTransformationThatFailsLeavesADeadLetterThatSaysWhy() {
        // Given
        tenant.endpointAt(subscriber).transformedBy("data.orderId + 1").create();

        // When
        tenant.publish(Map.of("orderId", "A-1"));

        // Then
        var letters = await().until(
                        () -> tenant.get("/dead-letters"),
                        list -> !list.getList("data").isEmpty());
        assertThat(letters.getString("data[0].reason")).isEqualTo("transform_failed");
        assertThat(letters.getString("data[0].detail")).contains("number");
        assertThat(subscriber.received()).isEmpty();
    }
}
