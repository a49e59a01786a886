package dev.posthorn.delivery;

import com.standardwebhooks.Webhook;
import dev.posthorn.contracts.EndpointRecord.Subscription;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.testkit.LocalStack;
import dev.posthorn.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class ExpressionFlowTest {

    private static final String ENDLESS = "($f := function($n) {$f($n + 1)}; $f(0))";

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
    void anEndpointGetsOnlyWhatItsFilterLetsThrough() {
        // Given
        String endpoint = endpoint(filter("data.total > 100"));

        // When
        String small = publish("{\"total\": 99.99}", 0);
        publish("{\"total\": 100.01}", 1);

        // Then
        assertThat(subscriber.awaitOne().body()).endsWith("\"data\":{\"total\": 100.01}}");
        deliveries(small).body("data", hasSize(0));
        deadLetters(endpoint).body("data", hasSize(0));
    }

    @Test
    void aFilterSeesTypeAndChannels() {
        endpoint(filter("type = \"order.created\" and \"emea\" in channels"));
        asOperator()
                .body("{\"type\":\"order.created\",\"payload\":1,\"channels\":[\"apac\"]}")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(202)
                .body("deliveries", equalTo(0));
        asOperator()
                .body("{\"type\":\"order.created\",\"payload\":2,\"channels\":[\"emea\"]}")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(202)
                .body("deliveries", equalTo(1));
        assertThat(subscriber.awaitOne().body()).endsWith("\"data\":2}");
    }

    @Test
    void anEventsOfABatchAreAskedOneByOne() {
        endpoint(filter("data.n % 2 = 0"));
        asOperator()
                .body("""
                        {"events": [{"type":"order.created","payload":{"n":1}}, {"type":"order.created","payload":{"n":2}},
                         {"type":"order.created","payload":{"n":3}}, {"type":"order.created","payload":{"n":4}}]}""")
                .post("/v1/tenants/{t}/events/batch", tenant)
                .then()
                .statusCode(202)
                .body("events.deliveries", equalTo(List.of(0, 1, 0, 1)));
        assertThat(subscriber.await(2))
                .extracting(TestSubscriber.Received::body)
                .allMatch(body -> body.contains("{\"n\":2}") || body.contains("{\"n\":4}"));
    }

    @Test
    void aTransformationMakesThePayloadAndTheSignatureCoversIt() throws Exception {
        // Given
        endpoint(transform("{\"order\": data.orderId, \"sum\": data.total}"));

        // When
        publish("{\"orderId\": \"A-1\", \"total\": 49.90, \"secret\": \"x\"}", 1);

        // Then
        var received = subscriber.awaitOne();
        assertThat(received.body()).endsWith("\"data\":{\"order\":\"A-1\",\"sum\":49.90}}");
        var headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(received.header("webhook-id")),
                        "webhook-timestamp", List.of(received.header("webhook-timestamp")),
                        "webhook-signature", List.of(received.header("webhook-signature"))),
                (name, value) -> true);
        new Webhook(CatalogFixture.SECRET).verify(received.body(), headers);
    }

    @Test
    void theOldestSubscriptionThatWantsAnEventTransformsIt() {
        endpoint(
                new Subscription(sub(), "order.*", List.of(), "data.total > 100", "{\"large\": data.total}"),
                new Subscription(sub(), "*", List.of(), null, "{\"any\": data.total}"));
        publish("{\"total\": 5}", 1);
        publish("{\"total\": 500}", 1);
        assertThat(subscriber.await(2))
                .extracting(received -> received.body().replaceFirst(".*\"data\":", ""))
                .containsExactlyInAnyOrder("{\"any\":5}}", "{\"large\":500}}");
    }

    @Test
    void aRetrySendsTheSameBytes() {
        endpoint(List.of(transform("$merge([data, {\"seen\": true}])")), Duration.ofMillis(50));
        subscriber.answer(500);
        publish("{\"a\": 1}", 1);
        assertThat(subscriber.await(2))
                .extracting(TestSubscriber.Received::body)
                .containsOnly(subscriber.await(2).getFirst().body());
    }

    @Test
    void aTransformationThatFailsLeavesADeadLetterThatCanBeReplayedOnceItIsMended() {
        // Given
        String endpoint = endpoint(transform("data.orderId + 1"));

        // When
        String event = publish("{\"orderId\": \"A-1\"}", 1);

        // Then
        String letter = await().until(
                        () -> deadLetters(endpoint).extract().<List<String>>path("data.id"), ids -> ids.size() == 1)
                .getFirst();
        asTenant()
                .get("/v1/tenants/{t}/dead-letters/{d}", tenant, letter)
                .then()
                .body("reason", equalTo("transform_failed"))
                .body("detail", containsString("must evaluate to a number"))
                .body("attempts", equalTo(0))
                .body("lastAttempt", nullValue())
                .body("eventId", equalTo(event));

        catalog.setSubscriptions(endpoint, transform("{\"order\": data.orderId}"));
        asOperator()
                .post("/v1/tenants/{t}/dead-letters/{d}/replay", tenant, letter)
                .then()
                .statusCode(202);
        assertThat(subscriber.awaitOne().body()).endsWith("\"data\":{\"order\":\"A-1\"}}");
    }

    @Test
    void aFilterThatFailsNeitherSendsNorLosesTheEvent() {
        // Given
        String endpoint = endpoint(filter(ENDLESS));

        // When
        String event = publish("{\"total\": 1}", 1);

        // Then
        await().untilAsserted(() -> deadLetters(endpoint)
                .body("data", hasSize(1))
                .body("data[0].reason", equalTo("filter_failed"))
                .body("data[0].eventId", equalTo(event))
                .body("data[0].detail", containsString("The expression")));
        assertThat(subscriber.received()).isEmpty();
        asOperator()
                .delete("/v1/tenants/{t}/events/{e}/payload", tenant, event)
                .then()
                .statusCode(204);
        deadLetters(endpoint).body("data[0].detail", nullValue());
    }

    @Test
    void whatTheMendedFilterRefusesIsNotSentByAReplay() {
        // Given
        String endpoint = endpoint(filter("data.name > 5"));
        publish("{\"name\": \"x\"}", 1);
        String letter = await().until(
                        () -> deadLetters(endpoint).extract().<List<String>>path("data.id"), ids -> ids.size() == 1)
                .getFirst();

        // When
        catalog.setSubscriptions(endpoint, filter("data.name = \"y\""));
        asOperator()
                .post("/v1/tenants/{t}/dead-letters/{d}/replay", tenant, letter)
                .then()
                .statusCode(202);

        // Then
        await().untilAsserted(() -> deadLetters(endpoint)
                .body("data", hasSize(1))
                .body("data[0].id", not(equalTo(letter)))
                .body("data[0].reason", equalTo("not_wanted")));
        assertThat(subscriber.received()).isEmpty();
    }

    @Test
    void endlessFiltersOfOneTenantDoNotHoldUpAnother() {
        // Given
        for (int number = 0; number < 5; number++) {
            endpoint(filter(ENDLESS));
        }
        String other = tenant + "-other";
        catalog.tenant(other);
        catalog.endpoint(other, subscriber.url(), List.of(filter("data.a = 1")));

        // When
        for (int number = 0; number < 10; number++) {
            // Not virtual ones: those that load classes, as this does, keep the few carriers from those that have the
            // locks.
            Thread.ofPlatform().start(() -> publish("{}", 5));
        }
        asOperator()
                .body("{\"type\":\"order.created\",\"payload\":{\"a\":1}}")
                .post("/v1/tenants/{t}/events", other)
                .then()
                .statusCode(202);

        // Then
        assertThat(subscriber.awaitOne().body()).endsWith("\"data\":{\"a\":1}}");
    }

    @Test
    void aPreviewShowsExactlyWhatWouldBeSent() throws Exception {
        // Given
        Subscription subscription = transform("{\"sum\": data.total}");
        String endpoint = endpoint(subscription);

        // When
        var preview = preview(endpoint, "\"payload\": {\"total\": 49.90}");

        // Then
        preview.statusCode(200)
                .body("sent", equalTo(true))
                .body("reason", nullValue())
                .body("subscriptionId", equalTo(subscription.id()))
                .body("request.method", equalTo("POST"))
                .body("request.url", equalTo(subscriber.url()))
                .body("request.headers.X-Own", equalTo("(hidden)"))
                .body("request.body", endsWith("\"data\":{\"sum\":49.90}}"));
        Map<String, String> shown = preview.extract().path("request.headers");
        var headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(shown.get("webhook-id")),
                        "webhook-timestamp", List.of(shown.get("webhook-timestamp")),
                        "webhook-signature", List.of(shown.get("webhook-signature"))),
                (name, value) -> true);
        new Webhook(CatalogFixture.SECRET).verify(preview.extract().path("request.body"), headers);
        assertThat(subscriber.received()).isEmpty();
    }

    @Test
    void aPreviewSaysWhyNothingWouldBeSent() {
        // Given
        Subscription subscription = filter("data.total > 100");
        String endpoint = endpoint(subscription);

        // Then
        preview(endpoint, "\"payload\": {\"total\": 1}")
                .body("sent", equalTo(false))
                .body("reason", equalTo("filtered"))
                .body("request", nullValue());
        preview(endpoint, "\"payload\": {\"total\": \"many\"}")
                .body("reason", equalTo("filter_failed"))
                .body("subscriptionId", equalTo(subscription.id()))
                .body("message", containsString("same data type"));
        catalog.setStatus(endpoint, "paused");
        preview(endpoint, "\"payload\": {\"total\": 500}")
                .body("sent", equalTo(false))
                .body("reason", equalTo("endpoint_paused"))
                .body("request.body", endsWith("\"data\":{\"total\":500}}"));
    }

    @Test
    void aPreviewTriesExpressionsThatAreNotSaved() {
        // Given
        Subscription subscription = filter("data.total > 100");
        String endpoint = endpoint(subscription);

        // Then
        preview(endpoint, "\"payload\": {\"total\": 1}, \"filter\": \"data.total = 1\", \"transform\": \"data.total\"")
                .body("sent", equalTo(true))
                .body("request.body", endsWith("\"data\":1}"));
        preview(
                        endpoint,
                        "\"payload\": {\"total\": 1}, \"transform\": \"data.total\", \"subscriptionId\": \""
                                + subscription.id() + "\"")
                .body("reason", equalTo("filtered"));
        preview(endpoint, "\"payload\": {}, \"transform\": \"data.missing\"")
                .body("reason", equalTo("transform_failed"))
                .body("message", containsString("gives nothing"));
        preview(endpoint, "\"payload\": {}, \"filter\": \"data.\"")
                .statusCode(422)
                .body("field", equalTo("filter"))
                .body("message", containsString("at character 5"));
    }

    @Test
    void aPreviewTakesTheTypesSampleWhenItIsGivenNoPayload() {
        // Given
        catalog.eventTypeWithSample("sample.taken", "{\"total\":7}");
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");

        // When
        var preview = asOperator()
                .body("{\"eventType\": \"sample.taken\"}")
                .post("/v1/tenants/{t}/endpoints/{e}/preview", tenant, endpoint)
                .then();

        // Then
        preview.statusCode(200).body("sent", equalTo(true)).body("request.body", endsWith("\"data\":{\"total\":7}}"));
    }

    @Test
    void aPreviewNeedsAnEventAndTheRightToManage() {
        String endpoint = endpoint(filter("true"));
        preview(endpoint, "\"channels\": []").statusCode(422).body("field", equalTo("payload"));
        preview(endpoint, "\"payload\": 1, \"channels\": [null]")
                .statusCode(422)
                .body("field", equalTo("channels"));
        asOperator()
                .body("{\"payload\": 1}")
                .post("/v1/tenants/{t}/endpoints/{e}/preview", tenant, endpoint)
                .then()
                .statusCode(422)
                .body("field", equalTo("eventType"));
        asOperator()
                .body("{\"eventType\": \"nobody.knows\", \"payload\": 1}")
                .post("/v1/tenants/{t}/endpoints/{e}/preview", tenant, endpoint)
                .then()
                .statusCode(422)
                .body("field", equalTo("eventType"));
        asOperator()
                .body("{\"eventType\": \"order.created\", \"payload\": 1}")
                .post(
                        "/v1/tenants/{t}/endpoints/{e}/preview",
                        tenant,
                        EndpointId.next().toString())
                .then()
                .statusCode(404);
        asTenant()
                .body("{\"eventType\": \"order.created\", \"payload\": 1}")
                .post("/v1/tenants/{t}/endpoints/{e}/preview", tenant, endpoint)
                .then()
                .statusCode(403);
    }

    private ValidatableResponse preview(String endpoint, String fields) {
        return asOperator()
                .body("{\"eventType\": \"order.created\", " + fields + "}")
                .post("/v1/tenants/{t}/endpoints/{e}/preview", tenant, endpoint)
                .then();
    }

    private String endpoint(Subscription... subscriptions) {
        return endpoint(List.of(subscriptions));
    }

    private String endpoint(List<Subscription> subscriptions, Duration... schedule) {
        return catalog.endpoint(tenant, subscriber.url(), subscriptions, schedule);
    }

    private static Subscription filter(String filter) {
        return new Subscription(sub(), "*", List.of(), filter, null);
    }

    private static Subscription transform(String transform) {
        return new Subscription(sub(), "*", List.of(), null, transform);
    }

    private static String sub() {
        return "sub_" + UUID.randomUUID();
    }

    private String publish(String payload, int deliveries) {
        return asOperator()
                .body("{\"type\":\"order.created\",\"payload\":" + payload + "}")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(202)
                .body("deliveries", equalTo(deliveries))
                .extract()
                .path("id");
    }

    private ValidatableResponse deliveries(String event) {
        return asTenant()
                .get("/v1/tenants/{t}/deliveries?eventId={e}", tenant, event)
                .then();
    }

    private ValidatableResponse deadLetters(String endpoint) {
        return asTenant()
                .get("/v1/tenants/{t}/dead-letters?endpointId={e}", tenant, endpoint)
                .then();
    }

    private RequestSpecification asTenant() {
        return given().auth().oauth2(Tokens.tenantViewer(tenant)).contentType(ContentType.JSON);
    }

    private RequestSpecification asOperator() {
        return given().auth().oauth2(Tokens.operator()).contentType(ContentType.JSON);
    }
}
