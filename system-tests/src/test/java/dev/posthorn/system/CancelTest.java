package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
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
import static org.hamcrest.Matchers.equalTo;

/** What has not been sent of an event can be cancelled. */
@ExtendWith(StackExtension.class)
class CancelTest {

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    CancelTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void keepsAScheduledEventFromEverBeingSent() {
        // Given
        tenant.endpointAt(subscriber).create();
        var event = publishAt(Instant.now().plusSeconds(4));

        // When
        tenant.api().delete("/events/{event}", event).then().statusCode(200).body("cancelled", equalTo(1));

        // Then: what comes later arrives, and the cancelled one still has not
        var later = publishAt(Instant.now().plusSeconds(6));
        assertThat(subscriber.await(1).getFirst().eventId()).isEqualTo(later);
        assertThat(subscriber.received()).hasSize(1);
        tenant.api()
                .get("/deliveries?eventId={event}", event)
                .then()
                .body("data[0].status", equalTo("cancelled"))
                .body("data[0].attempts", equalTo(0));
        assertThat(tenant.get("/deliveries?status=cancelled").getList("data.eventId"))
                .containsExactly(event);
        tenant.api().get("/events/{event}", event).then().statusCode(200);
    }

    @Test
    void reachesWhatWaitsForAPausedEndpointAndNotWhatWasSentElsewhere() {
        // Given
        var paused = tenant.endpointAt(subscriber).create();
        setStatus(paused, "paused");
        tenant.endpointAt(subscriber).create();
        var event = tenant.publish(Map.of("n", 1));
        subscriber.await(1);
        await().until(() ->
                tenant.get("/deliveries?status=succeeded").getList("data").size() == 1);

        // When
        tenant.api().delete("/events/{event}", event).then().statusCode(200).body("cancelled", equalTo(1));

        // Then
        setStatus(paused, "enabled");
        assertThat(tenant.get("/deliveries?status=cancelled").getList("data.endpointId"))
                .containsExactly(paused);
        assertThat(tenant.get("/deliveries?status=succeeded").getList("data")).hasSize(1);
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void isRefusedOnceAllWasSent() {
        // Given
        tenant.endpointAt(subscriber).retriedAfter(Duration.ofSeconds(1)).create();
        var event = tenant.publish(Map.of("n", 1));
        subscriber.await(1);

        // Then
        tenant.api().delete("/events/{event}", event).then().statusCode(409).body("error", equalTo("conflict"));
        tenant.api().delete("/events/no-such-event").then().statusCode(404);
    }

    private String publishAt(Instant deliverAt) {
        return tenant.publishEvent(
                        Map.of("type", Stack.EVENT_TYPE, "payload", Map.of(), "deliverAt", deliverAt.toString()))
                .path("id");
    }

    private void setStatus(String endpoint, String status) {
        tenant.api()
                .body(Map.of("status", status))
                .patch("/endpoints/{id}", endpoint)
                .then()
                .statusCode(200);
        tenant.settled();
    }
}
