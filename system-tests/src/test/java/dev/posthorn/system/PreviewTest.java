package dev.posthorn.system;

import com.standardwebhooks.Webhook;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

/** Shows what an endpoint would be sent, before anything is. */
@ExtendWith(StackExtension.class)
class PreviewTest {

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    PreviewTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void showsTheRequestWithARealSignatureAndSendsNothing() throws Exception {
        // Given
        String endpoint = tenant.endpointAt(subscriber)
                .transformedBy("{\"sum\": data.total}")
                .create();

        // When
        var preview = tenant.api()
                .body(Map.of("eventType", Stack.EVENT_TYPE, "payload", Map.of("total", 5)))
                .post("/endpoints/{id}/preview", endpoint)
                .then()
                .statusCode(200)
                .body("sent", equalTo(true))
                .body("request.url", equalTo(subscriber.url()))
                .body("request.body", endsWith("\"data\":{\"sum\":5}}"))
                .extract();

        // Then
        Map<String, String> shown = preview.path("request.headers");
        var headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(shown.get("webhook-id")),
                        "webhook-timestamp", List.of(shown.get("webhook-timestamp")),
                        "webhook-signature", List.of(shown.get("webhook-signature"))),
                (name, value) -> true);
        String secret = tenant.get("/endpoints/{id}/secret", endpoint).get("secret");
        new Webhook(secret).verify(preview.path("request.body"), headers.map());
        assertThat(subscriber.received()).isEmpty();
        assertThat(tenant.get("/events").getList("data")).isEmpty();
    }

    @Test
    void triesAFilterBeforeItIsSaved() {
        String endpoint = tenant.endpointAt(subscriber).create();
        var request =
                Map.of("eventType", Stack.EVENT_TYPE, "payload", Map.of("total", 5), "filter", "data.total > 100");
        tenant.api()
                .body(request)
                .post("/endpoints/{id}/preview", endpoint)
                .then()
                .statusCode(200)
                .body("sent", equalTo(false))
                .body("reason", equalTo("filtered"));
    }
}
