package dev.posthorn.system;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

/** What a receiver gets, checked as a receiver would. */
@ExtendWith(StackExtension.class)
class WebhookTest {

    private static final String TYPE_ID = "[0-7][0-9a-hjkmnp-tv-z]{25}";

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    WebhookTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void arrivesWithASignatureThatTheOfficialLibraryVerifies() throws Exception {
        // Given
        var endpoint = tenant.endpointAt(subscriber).create();
        String secret = tenant.get("/endpoints/{id}/secret", endpoint).get("secret");

        // When
        tenant.publish(Map.of("orderId", "A-1"));

        // Then
        var request = subscriber.awaitOne();
        new Webhook(secret).verify(request.body(), request.headers().map());
        assertThat(Instant.ofEpochSecond(Long.parseLong(request.header("webhook-timestamp"))))
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThatThrownBy(() -> new Webhook(secret)
                        .verify(request.body() + " ", request.headers().map()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void carriesThePayloadsBytesAsTheyWerePublished() {
        // Given
        tenant.endpointAt(subscriber).create();
        var payload = """
                {"z":1.10, "a":1e3,"price":100000000000000000000.10,"name":"Zoë \\u00fc 🚀","a_again":[ 1 ,2],"":null}""";

        // When
        tenant.api()
                .body("{\"payload\":" + payload + ",\"type\":\"" + Stack.EVENT_TYPE + "\"}")
                .post("/events")
                .then()
                .statusCode(202);

        // Then
        assertThat(subscriber.awaitOne().body()).endsWith("\"data\":" + payload + "}");
    }

    @Test
    void namesEventTypeTimeAndSenderInEnvelopeAndHeaders() {
        // Given
        tenant.endpointAt(subscriber).create();

        // When
        var event = tenant.publish(Map.of("n", 1));

        // Then
        var request = subscriber.awaitOne();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("content-type")).startsWith("application/json");
        assertThat(request.header("user-agent")).matches("Posthorn/\\S+");
        assertThat(request.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
        assertThat(request.eventId()).isEqualTo(event);
        assertThat(request.body())
                .matches("\\{\"id\":\"" + event + "\",\"type\":\"" + Stack.EVENT_TYPE
                        + "\",\"timestamp\":\"[0-9T:.-]+Z\",\"data\":\\{\"n\":1}}");
    }

    @Test
    void leavesIdsThatTellTheirKindInEveryLog() {
        // Given
        var endpoint = tenant.endpointAt(subscriber).create();

        // When
        var event = tenant.publish(Map.of("n", 1));

        // Then
        assertThat(endpoint).matches("ep_" + TYPE_ID);
        assertThat(event).matches("evt_" + TYPE_ID);
        await().untilAsserted(() -> tenant.api()
                .get("/attempts?eventId={event}", event)
                .then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].id", matchesPattern("atm_" + TYPE_ID))
                .body("data[0].endpointId", equalTo(endpoint))
                .body("data[0].trigger", equalTo("first"))
                .body("data[0].outcome", equalTo("succeeded"))
                .body("data[0].statusCode", equalTo(200)));
        tenant.api()
                .get("/deliveries?eventId={event}", event)
                .then()
                .body("data[0].status", equalTo("succeeded"))
                .body("data[0].attempts", equalTo(1));
    }

    @Test
    void reachesOnlyEndpointsThatAskedForItsTypeAndChannel() {
        // Given
        try (var elsewhere = TestSubscriber.start()) {
            tenant.endpointAt(subscriber).onlyFor("system-test.*").create();
            tenant.endpointAt(elsewhere).onlyInChannel("emea").create();

            // When
            String inChannel = tenant.publishEvent(
                            Map.of("type", Stack.EVENT_TYPE, "payload", 1, "channels", List.of("emea", "retail")))
                    .path("id");
            var without = tenant.publish(2);

            // Then
            subscriber.await(2);
            elsewhere.await(1);
            assertThat(subscriber.receivedIds()).containsExactlyInAnyOrder(inChannel, without);
            assertThat(elsewhere.receivedIds()).containsExactly(inChannel);
        }
    }
}
