package dev.posthorn.delivery;

import com.standardwebhooks.Webhook;
import dev.posthorn.testkit.LocalStack;
import dev.posthorn.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class DeliveryFlowTest {

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void startSubscriber() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void deliversASignedEventToItsEndpoint() throws Exception {
        // Given
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "order.*");

        // When
        String event = publish("{\"type\":\"order.created\",\"payload\":{\"b\": 1.10,\"a\":\"ü\"}}");

        // Then
        TestSubscriber.Received received = subscriber.awaitOne();
        assertThat(received.body()).endsWith(",\"data\":{\"b\": 1.10,\"a\":\"ü\"}}");
        assertThat(received.header("webhook-id")).isEqualTo(event);
        assertThat(received.header("user-agent")).startsWith("Posthorn/");
        assertThat(received.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(received.header("x-own")).isEqualTo("secret value");
        new Webhook(CatalogFixture.SECRET).verify(received.body(), headersOf(received));
        await().untilAsserted(() -> asTenant()
                .get("/v1/tenants/{t}/deliveries?eventId={e}", tenant, event)
                .then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].status", equalTo("succeeded"))
                .body("data[0].endpointId", equalTo(endpoint))
                .body("data[0].attempts", equalTo(1))
                .body("data[0].lastAttempt.statusCode", equalTo(200)));
        String attempt = asTenant()
                .get("/v1/tenants/{t}/attempts?eventId={e}", tenant, event)
                .then()
                .body("data", hasSize(1))
                .body("data[0].outcome", equalTo("succeeded"))
                .body("data[0].trigger", equalTo("first"))
                .extract()
                .path("data[0].id");
        asTenant()
                .get("/v1/tenants/{t}/attempts/{a}", tenant, attempt)
                .then()
                .statusCode(200)
                .body("request.body", equalTo(received.body()))
                .body("request.headers.webhook-id", equalTo(event))
                .body("request.headers.X-Own", equalTo("(hidden)"))
                .body("duration", matchesPattern("PT[0-9.]+S"))
                .body("response.body", equalTo("OK"));
    }

    @Test
    void retriesOnTheEndpointsScheduleAndThenKeepsADeadLetter() {
        // Given
        String endpoint =
                catalog.endpoint(tenant, subscriber.url(), "*", Duration.ofMillis(200), Duration.ofMillis(400));
        subscriber.answer(500);

        // When
        String event = publish("{\"type\":\"order.created\",\"payload\":{}}");

        // Then
        List<TestSubscriber.Received> received = subscriber.await(3);
        assertThat(Duration.between(received.get(0).at(), received.get(1).at()))
                .isBetween(Duration.ofMillis(200), Duration.ofMillis(900));
        assertThat(Duration.between(received.get(1).at(), received.get(2).at()))
                .isBetween(Duration.ofMillis(400), Duration.ofMillis(1100));
        assertThat(received).extracting(it -> it.header("webhook-id")).containsOnly(event);
        await().untilAsserted(() -> asTenant()
                .get("/v1/tenants/{t}/dead-letters?endpointId={e}", tenant, endpoint)
                .then()
                .body("data", hasSize(1))
                .body("data[0].reason", equalTo("attempts_exhausted"))
                .body("data[0].attempts", equalTo(3))
                .body("data[0].eventId", equalTo(event))
                .body("data[0].lastAttempt.statusCode", equalTo(500)));
        asTenant()
                .get("/v1/tenants/{t}/deliveries?status=dead", tenant)
                .then()
                .body("data", hasSize(1))
                .body("data[0].nextAttemptAt", nullValue());
    }

    @Test
    void replaysADeadLetterOnceTheEndpointIsWell() {
        // Given
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*", Duration.ofMillis(10));
        subscriber.answer(500);
        publish("{\"type\":\"order.created\",\"payload\":{}}");
        String letter = awaitDeadLetter(endpoint);
        subscriber.answer(204);

        // When
        asAdmin()
                .post("/v1/tenants/{t}/dead-letters/{d}/replay", tenant, letter)
                .then()
                .statusCode(202);

        // Then
        assertThat(subscriber.await(3).getLast().header("webhook-id")).isNotNull();
        await().untilAsserted(() -> asTenant()
                .get("/v1/tenants/{t}/deliveries", tenant)
                .then()
                .body("data[0].status", equalTo("succeeded"))
                .body("data[0].attempts", equalTo(3)));
        asTenant().get("/v1/tenants/{t}/dead-letters", tenant).then().body("data", hasSize(0));
        asAdmin()
                .post("/v1/tenants/{t}/dead-letters/{d}/replay", tenant, letter)
                .then()
                .statusCode(404);
    }

    @Test
    void discardsADeadLetter() {
        // Given
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*", Duration.ofMillis(10));
        subscriber.answer(410);
        publish("{\"type\":\"order.created\",\"payload\":{}}");
        String letter = awaitDeadLetter(endpoint);

        // When
        asAdmin()
                .contentType(ContentType.JSON)
                .body("{\"reason\":\"test data\"}")
                .post("/v1/tenants/{t}/dead-letters/{d}/discard", tenant, letter)
                .then()
                .statusCode(204);

        // Then
        asTenant()
                .get("/v1/tenants/{t}/dead-letters/{d}", tenant, letter)
                .then()
                .statusCode(404);
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void givesTheFirstAnswerAgainUnderTheSameIdempotencyKey() {
        // Given
        catalog.endpoint(tenant, subscriber.url(), "*");
        String body = "{\"type\":\"order.created\",\"payload\":{\"n\":1}}";
        String key = UUID.randomUUID().toString();
        String first = asOperator()
                .header("Idempotency-Key", key)
                .body(body)
                .post(events())
                .path("id");

        // When
        var again = asOperator().header("Idempotency-Key", key).body(body).post(events());

        // Then
        again.then()
                .statusCode(202)
                .header("Idempotent-Replayed", "true")
                .body("id", equalTo(first))
                .body("deliveries", equalTo(1));
        asOperator()
                .header("Idempotency-Key", key)
                .body("{\"type\":\"order.created\",\"payload\":{\"n\":2}}")
                .post(events())
                .then()
                .statusCode(409)
                .body("error", equalTo("idempotency_key_reused"));
        asTenant().get(events()).then().body("data", hasSize(1));
    }

    @Test
    void keepsAnEventOnlyOnceUnderItsPublishersOwnId() {
        catalog.endpoint(tenant, subscriber.url(), "*");
        String body = "{\"type\":\"order.created\",\"payload\":{\"n\":1},\"id\":\"order-1\"}";

        assertThat(publish(body)).isEqualTo("order-1");
        assertThat(publish(body)).isEqualTo("order-1");
        asOperator()
                .body("{\"type\":\"order.created\",\"payload\":{\"n\":2},\"id\":\"order-1\"}")
                .post(events())
                .then()
                .statusCode(409)
                .body("error", equalTo("conflict"))
                .body("field", equalTo("id"));

        asTenant().get(events() + "/order-1").then().body("payload.n", equalTo(1));
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo("order-1");
    }

    @Test
    void acceptsBatches() {
        catalog.endpoint(tenant, subscriber.url(), "*");

        asOperator()
                .body(
                        "{\"events\":[{\"type\":\"order.created\",\"payload\":1},{\"type\":\"order.created\",\"payload\":2}]}")
                .post(events() + "/batch")
                .then()
                .statusCode(202)
                .body("events", hasSize(2))
                .body("events[0].id", startsWith("evt_"))
                .body("events[1].deliveries", equalTo(1));

        subscriber.await(2);
    }

    @Test
    void keepsEventsThatNobodyWants() {
        String event = publish("{\"type\":\"order.created\",\"payload\":{\"x\":[1]}}");

        asTenant()
                .get(events() + "/" + event)
                .then()
                .statusCode(200)
                .body("deliveries", equalTo(0))
                .body("payload.x[0]", equalTo(1));
    }

    @Test
    void holdsBackDeliveriesOfAPausedEndpointUntilItIsResumed() {
        // Given
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        catalog.setStatus(endpoint, "paused");
        String event = publish("{\"type\":\"order.created\",\"payload\":{}}");
        await().untilAsserted(() -> asTenant()
                .get("/v1/tenants/{t}/deliveries?eventId={e}", tenant, event)
                .then()
                .body("data[0].status", equalTo("pending")));
        assertThat(subscriber.received()).isEmpty();

        // When
        catalog.setStatus(endpoint, "enabled");

        // Then
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event);
    }

    @Test
    void answersErrorsInTheOneShape() {
        catalog.eventType(
                "typed.event",
                "{\"type\":\"object\",\"required\":[\"amount\"],\"properties\":{\"amount\":{\"type\":\"integer\"}}}");

        expectError(asOperator().body("{"), 400, "malformed_request", null);
        expectError(asOperator().body("{\"type\":\"order.created\"}"), 422, "validation_failed", "payload");
        expectError(asOperator().body("{\"type\":\"no.such\",\"payload\":1}"), 422, "validation_failed", "type");
        expectError(
                asOperator().body("{\"type\":\"typed.event\",\"payload\":{\"amount\":\"x\"}}"),
                422,
                "validation_failed",
                "payload.amount");
        expectError(
                asOperator().body("{\"type\":\"typed.event\",\"payload\":{}}"), 422, "validation_failed", "payload");
        expectError(
                asOperator().body("{\"type\":\"order.created\",\"payload\":\"" + "x".repeat(262144) + "\"}"),
                413,
                "payload_too_large",
                "payload");
        expectError(asOperator().contentType("text/plain").body("{}"), 415, "unsupported_media_type", null);
        expectError(given().contentType(ContentType.JSON).body("{}"), 401, "unauthorized", null);
        expectError(
                given().auth().oauth2("nonsense").contentType(ContentType.JSON).body("{}"), 401, "unauthorized", null);
        expectError(
                given().auth()
                        .oauth2("phk_nonsense")
                        .contentType(ContentType.JSON)
                        .body("{}"),
                401,
                "unauthorized",
                null);
        expectError(
                asAdmin().contentType(ContentType.JSON).body("{\"type\":\"order.created\",\"payload\":1}"),
                403,
                "forbidden",
                null);
        expectError(
                given().auth()
                        .oauth2(Tokens.tenantAdmin("another"))
                        .contentType(ContentType.JSON)
                        .body("{}"),
                404,
                "not_found",
                null);
        asOperator()
                .body("{\"type\":\"order.created\",\"payload\":1}")
                .post("/v1/tenants/nobody/events")
                .then()
                .statusCode(404);
        asOperator().get("/v1/tenants/nobody/events").then().statusCode(404).body("error", equalTo("not_found"));
        asTenant().get(events() + "/evt_nonsense").then().statusCode(404).body("error", equalTo("not_found"));
        asTenant().get(events() + "?limit=0").then().statusCode(400).body("field", equalTo("limit"));
        asTenant().get(events() + "?cursor=xyz").then().statusCode(400).body("field", equalTo("cursor"));
        asTenant().get(events() + "?since=yesterday").then().statusCode(400).body("field", equalTo("since"));
        asTenant()
                .get("/v1/tenants/" + tenant + "/attempts/nonsense")
                .then()
                .statusCode(404)
                .body("error", equalTo("not_found"));
        asTenant().get(events()).then().body("data", hasSize(0));
    }

    @Test
    void listsPageByPageWithoutLosingOrRepeating() {
        for (int n = 0; n < 5; n++) {
            publish("{\"type\":\"order.created\",\"payload\":" + n + ",\"id\":\"e" + n + "\"}");
        }

        var first = asTenant().get(events() + "?limit=2");
        String cursor = first.path("nextCursor");
        publish("{\"type\":\"order.created\",\"payload\":9,\"id\":\"later\"}");
        var second = asTenant().get(events() + "?limit=2&cursor=" + cursor);
        var third = asTenant().get(events() + "?limit=2&cursor=" + second.path("nextCursor"));

        assertThat(first.<List<String>>path("data.id")).containsExactly("e4", "e3");
        assertThat(second.<List<String>>path("data.id")).containsExactly("e2", "e1");
        assertThat(third.<List<String>>path("data.id")).containsExactly("e0");
        assertThat(third.<String>path("nextCursor")).isNull();
    }

    private void expectError(RequestSpecification request, int status, String code, String field) {
        request.post(events())
                .then()
                .statusCode(status)
                .body("error", equalTo(code))
                .body("field", equalTo(field))
                .body("message", not(emptyOrNullString()))
                .body("timestamp", endsWith("Z"));
    }

    private String publish(String body) {
        return asOperator()
                .body(body)
                .post(events())
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private String awaitDeadLetter(String endpoint) {
        return await().until(
                        () -> asTenant()
                                .get("/v1/tenants/{t}/dead-letters?endpointId={e}", tenant, endpoint)
                                .path("data[0].id"),
                        Objects::nonNull);
    }

    private String events() {
        return "/v1/tenants/" + tenant + "/events";
    }

    private static RequestSpecification asOperator() {
        return given().auth().oauth2(Tokens.operator()).contentType(ContentType.JSON);
    }

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(Tokens.tenantAdmin(tenant));
    }

    private RequestSpecification asTenant() {
        return given().auth().oauth2(Tokens.tenantViewer(tenant));
    }

    private static HttpHeaders headersOf(TestSubscriber.Received received) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(received.header("webhook-id")),
                        "webhook-timestamp", List.of(received.header("webhook-timestamp")),
                        "webhook-signature", List.of(received.header("webhook-signature"))),
                (name, value) -> true);
    }
}
