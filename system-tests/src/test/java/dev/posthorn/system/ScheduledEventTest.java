package dev.posthorn.system;

import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** An event with {@code deliverAt} is accepted and listed at once, and sent at its time. */
@Order(Order.DEFAULT + 1)
@ExtendWith(StackExtension.class)
class ScheduledEventTest {

    private final Stack stack;
    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    ScheduledEventTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
        stack.awaitRecovery();
    }

    @Test
    void arrivesAtItsTimeAndNotBefore() {
        // Given
        tenant.endpointAt(subscriber).create();
        var deliverAt = inSeconds(3);

        // When
        var event = publishAt(deliverAt);

        // Then
        tenant.api().get("/events/{event}", event).then().body("deliverAt", equalTo(deliverAt.toString()));
        tenant.api()
                .get("/deliveries?eventId={event}", event)
                .then()
                .body("data[0].status", equalTo("pending"))
                .body("data[0].nextAttemptAt", equalTo(deliverAt.toString()));
        var arrival = subscriber.await(1).getFirst();
        assertThat(arrival.eventId()).isEqualTo(event);
        assertThat(arrival.at()).isBetween(deliverAt, deliverAt.plusSeconds(2));
    }

    @Test
    void arrivesAlthoughEverythingDiesMeanwhile() {
        // Given
        tenant.endpointAt(subscriber).create();
        var deliverAt = inSeconds(5);
        var event = publishAt(deliverAt);

        // When
        stack.kill(Part.DELIVERY);
        stack.kill(Part.DELIVERY_2);

        // Then
        var arrival = subscriber.await(1, Duration.ofSeconds(90)).getFirst();
        assertThat(arrival.eventId()).isEqualTo(event);
        assertThat(arrival.at()).isAfterOrEqualTo(deliverAt);
    }

    @Test
    void isRefusedWhenItsTimeIsFurtherAheadThanEventsAreKept() {
        tenant.api()
                .body(Map.of(
                        "type",
                        Stack.EVENT_TYPE,
                        "payload",
                        Map.of(),
                        "deliverAt",
                        Instant.now().plus(Duration.ofDays(40)).toString()))
                .post("/events")
                .then()
                .statusCode(422)
                .body("field", equalTo("deliverAt"));
    }

    private String publishAt(Instant deliverAt) {
        return tenant.publishEvent(
                        Map.of("type", Stack.EVENT_TYPE, "payload", Map.of(), "deliverAt", deliverAt.toString()))
                .path("id");
    }

    private static Instant inSeconds(int seconds) {
        return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.MILLIS);
    }
}
