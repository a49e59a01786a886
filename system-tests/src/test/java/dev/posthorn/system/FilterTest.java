package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** An endpoint gets the events that its filters let through. */
@ExtendWith(StackExtension.class)
class FilterTest {

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    FilterTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void onlyWhatMeetsTheFilterIsSent() {
        // Given
        tenant.endpointAt(subscriber).filteredBy("data.total > 100").create();

        // When
        tenant.publish(Map.of("total", 99));
        String large = tenant.publish(Map.of("total", 101));

        // Then
        assertThat(subscriber.awaitOne().eventId()).isEqualTo(large);
        await().until(() ->
                tenant.get("/deliveries?status=succeeded").getList("data").size() == 1);
        assertThat(subscriber.received()).extracting(Received::eventId).containsExactly(large);
    }

    @Test
    void aFilterThatDoesNotCompileIsRefusedWithItsPosition() {
        tenant.api()
                .body(Map.of("url", subscriber.url(), "subscriptions", new Object[] {
                    Map.of("eventType", "*", "filter", "data.total >")
                }))
                .post("/endpoints")
                .then()
                .statusCode(422)
                .body("field", equalTo("subscriptions[0].filter"))
                .body("message", containsString("at character 12"));
    }

    @Test
    void anEventWhoseFilterFailsIsKeptAsADeadLetterAndReplayedOnceTheFilterIsMended() {
        // Given
        String endpoint =
                tenant.endpointAt(subscriber).filteredBy("data.total > 100").create();
        String event = tenant.publish(Map.of("total", "many"));
        String letter = await().until(() -> tenant.get("/dead-letters").<String>get("data[0].id"), id -> id != null);
        assertThat(tenant.get("/dead-letters/{id}", letter).getString("reason")).isEqualTo("filter_failed");
        assertThat(subscriber.received()).isEmpty();

        // When
        tenant.api()
                .body(Map.of("subscriptions", new Object[] {Map.of("eventType", "*", "filter", "$exists(data.total)")}))
                .patch("/endpoints/{id}", endpoint)
                .then()
                .statusCode(200);
        tenant.settled();
        tenant.api().post("/dead-letters/{id}/replay", letter).then().statusCode(202);

        // Then
        assertThat(subscriber.awaitOne().eventId()).isEqualTo(event);
    }
}
