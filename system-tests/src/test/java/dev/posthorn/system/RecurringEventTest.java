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
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

/** An event by the clock, published by one of two instances. */
@ExtendWith(StackExtension.class)
class RecurringEventTest {

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    RecurringEventTest(Stack stack) {
        tenant = stack.newTenant();
        tenant.endpointAt(subscriber).create();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void isPublishedEveryMinuteOnceUntilItIsSwitchedOff() {
        // Given
        String id = tenant.api()
                .body(Map.of("name", "tick", "cron", "* * * * *", "type", Stack.EVENT_TYPE, "payload", Map.of("n", 1)))
                .post("/schedules")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        var next = Instant.parse(tenant.get("/schedules/{id}", id).getString("nextAt"));
        assertThat(next).isBetween(Instant.now().minusSeconds(2), Instant.now().plusSeconds(60));

        // When
        var received = subscriber.await(1, Duration.ofSeconds(70)).getFirst();

        // Then
        assertThat(received.eventId()).startsWith(id + ":");
        assertThat(received.body()).endsWith("\"data\":{\"n\":1}}");
        assertThat(received.at()).isBetween(next, next.plusSeconds(5));
        tenant.api()
                .body(Map.of("enabled", false))
                .patch("/schedules/{id}", id)
                .then()
                .statusCode(200)
                .body("nextAt", nullValue())
                .body("lastEventId", equalTo(received.eventId()));
        assertThat(tenant.get("/events").getList("data")).hasSize(1);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        tenant.api()
                .body(Map.of("name", "bad", "cron", "every day", "type", Stack.EVENT_TYPE, "payload", 1))
                .post("/schedules")
                .then()
                .statusCode(422)
                .body("field", equalTo("cron"));
    }
}
