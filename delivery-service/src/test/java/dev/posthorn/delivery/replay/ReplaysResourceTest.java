package dev.posthorn.delivery.replay;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class ReplaysResourceTest {

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;
    private Instant since;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "y" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
        since = Instant.now().minusSeconds(5);
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void sendsWhatWasPublishedBeforeTheEndpointExisted() {
        // Given
        List<String> events = List.of(publish(), publish(), publish());
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "order.*");
        var body = Map.of("endpointId", endpoint, "since", since.toString());
        asAdmin(body)
                .post("/v1/tenants/{t}/replays/estimate", tenant)
                .then()
                .statusCode(200)
                .body("matched", equalTo(3))
                .body("exact", equalTo(true));
        asTenant().get("/v1/tenants/{t}/replays", tenant).then().body("data", hasSize(0));

        // When
        String replay = asAdmin(body)
                .post("/v1/tenants/{t}/replays", tenant)
                .then()
                .statusCode(202)
                .body("id", startsWith("rpl_"))
                .body("matched", equalTo(3))
                .extract()
                .path("id");

        // Then
        subscriber.await(3);
        assertThat(subscriber.received())
                .extracting(it -> it.header("webhook-id"))
                .containsExactlyInAnyOrderElementsOf(events);
        awaitCompleted(replay)
                .body("endpointId", equalTo(endpoint))
                .body("statuses", equalTo(List.of("dead", "missing")))
                .body("matched", equalTo(3))
                .body("done", equalTo(3))
                .body("createdAt", notNullValue())
                .body("startedAt", notNullValue())
                .body("endedAt", notNullValue());
        await().untilAsserted(() -> asTenant()
                .get("/v1/tenants/{t}/deliveries?endpointId={e}", tenant, endpoint)
                .then()
                .body("data.status", equalTo(List.of("succeeded", "succeeded", "succeeded"))));
        asTenant()
                .get("/v1/tenants/{t}/attempts?endpointId={e}", tenant, endpoint)
                .then()
                .body("data.trigger", equalTo(List.of("replay", "replay", "replay")))
                .body("data.number", equalTo(List.of(1, 1, 1)));
        asTenant().get("/v1/tenants/{t}/replays", tenant).then().body("data.id", equalTo(List.of(replay)));
        asAdmin(body).post("/v1/tenants/{t}/replays", tenant).then().body("matched", equalTo(0));
    }

    @Test
    void sendsWhatWasPublishedWhileTheEndpointWasDisabled() {
        // Given
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        catalog.setStatus(endpoint, "disabled");
        String event = publish();
        var body = Map.of("endpointId", endpoint, "since", since.toString(), "statuses", List.of("missing"));
        asAdmin(body).post("/v1/tenants/{t}/replays", tenant).then().statusCode(409);
        catalog.setStatus(endpoint, "enabled");

        // When
        asAdmin(body)
                .post("/v1/tenants/{t}/replays", tenant)
                .then()
                .statusCode(202)
                .body("matched", equalTo(1));

        // Then
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event);
    }

    @Test
    void leavesWhatTheEndpointsFiltersRefuse() {
        // Given
        publish("{\"total\":5}");
        String large = publish("{\"total\":500}");
        String endpoint = catalog.endpoint(
                tenant,
                subscriber.url(),
                List.of(new EndpointRecord.Subscription("sub", "*", List.of(), "data.total > 100", null)));

        // When
        String replay = asAdmin(Map.of("endpointId", endpoint, "since", since.toString()))
                .post("/v1/tenants/{t}/replays", tenant)
                .then()
                .statusCode(202)
                .body("matched", equalTo(1))
                .extract()
                .path("id");

        // Then
        awaitCompleted(replay).body("done", equalTo(1));
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(large);
        asTenant().get("/v1/tenants/{t}/deliveries", tenant).then().body("data.eventId", equalTo(List.of(large)));
    }

    @Test
    void sendsWhatHadSucceededOnlyWhenThatIsAskedFor() {
        // Given
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*", Duration.ofMillis(50));
        String event = publish();
        await().until(() -> statusOf(event), "succeeded"::equals);
        asAdmin(Map.of("endpointId", endpoint, "since", since.toString()))
                .post("/v1/tenants/{t}/replays", tenant)
                .then()
                .body("matched", equalTo(0));

        // When
        subscriber.answer(500);
        asAdmin(Map.of("endpointId", endpoint, "since", since.toString(), "statuses", List.of("succeeded")))
                .post("/v1/tenants/{t}/replays", tenant)
                .then()
                .body("matched", equalTo(1));

        // Then: its schedule, of one retry, begins anew
        subscriber.await(3);
        await().until(() -> statusOf(event), "dead"::equals);
        asTenant()
                .get("/v1/tenants/{t}/attempts?eventId={e}", tenant, event)
                .then()
                .body("data.number", equalTo(List.of(3, 2, 1)))
                .body("data.trigger", equalTo(List.of("retry", "replay", "first")));
        asAdmin(Map.of("endpointId", endpoint, "since", since.toString(), "statuses", List.of("dead")))
                .post("/v1/tenants/{t}/replays", tenant)
                .then()
                .body("matched", equalTo(1));
        subscriber.await(5);
        await().until(() -> statusOf(event), "dead"::equals);
        asTenant().get("/v1/tenants/{t}/dead-letters", tenant).then().body("data", hasSize(1));
    }

    @Test
    void takesTheEventsOfTheTimeOnly() {
        // Given
        publish();
        await().until(() -> Instant.now().isAfter(since.plusSeconds(6)));
        Instant between = Instant.now();
        await().until(() -> Instant.now().isAfter(between.plusMillis(2)));
        publish();
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");

        // Then
        assertThat(matched(endpoint, since, between)).isEqualTo(1);
        assertThat(matched(endpoint, between, null)).isEqualTo(1);
        assertThat(matched(endpoint, since, null)).isEqualTo(2);
        assertThat(matched(endpoint, Instant.EPOCH, null)).isEqualTo(2);
        assertThat(matched(endpoint, Instant.now().plusSeconds(60), null)).isZero();
    }

    @Test
    void canBeCancelledOnce() {
        // Given
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        String replay = asAdmin(Map.of("endpointId", endpoint, "since", since.toString()))
                .post("/v1/tenants/{t}/replays", tenant)
                .path("id");
        awaitCompleted(replay);

        // Then
        asAdmin(Map.of())
                .delete("/v1/tenants/{t}/replays/{r}", tenant, replay)
                .then()
                .statusCode(409);
        asTenant().delete("/v1/tenants/{t}/replays/{r}", tenant, replay).then().statusCode(403);
        asAdmin(Map.of())
                .delete("/v1/tenants/{t}/replays/rpl_01jd9k3m6pfrx8s0v1w2y3z4a5", tenant)
                .then()
                .statusCode(404)
                .body("message", equalTo("No such replay"));
    }

    @Test
    void saysWhatIsWrongBeforeAnythingIsStored() {
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        String now = since.toString();
        expect(Map.of("since", now), 422, "endpointId");
        expect(Map.of("endpointId", endpoint), 422, "since");
        expect(Map.of("endpointId", "ep_1", "since", now), 422, "endpointId");
        expect(Map.of("endpointId", endpoint, "since", "yesterday"), 422, "since");
        expect(Map.of("endpointId", endpoint, "since", "-000001-01-01T00:00:00Z"), 422, "since");
        expect(Map.of("endpointId", endpoint, "since", now, "until", now), 422, "until");
        expect(Map.of("endpointId", endpoint, "since", now, "statuses", List.of()), 422, "statuses");
        expect(Map.of("endpointId", endpoint, "since", now, "statuses", List.of("lost")), 422, "statuses[0]");
        expect(Map.of("endpointId", endpoint, "since", now, "status", "dead"), 422, "status");
        expect(Map.of("endpointId", "ep_01jd9k3m6pfrx8s0v1w2y3z4a5", "since", now), 404, null);
        asTenant().get("/v1/tenants/{t}/replays", tenant).then().body("data", hasSize(0));
        given().auth()
                .oauth2(Tokens.tenantAdmin("another"))
                .get("/v1/tenants/{t}/replays", tenant)
                .then()
                .statusCode(404);
    }

    private void expect(Map<String, Object> body, int status, String field) {
        for (String path : List.of("/v1/tenants/{t}/replays", "/v1/tenants/{t}/replays/estimate")) {
            asAdmin(body)
                    .post(path, tenant)
                    .then()
                    .statusCode(status)
                    .body("field", field == null ? nullValue() : equalTo(field));
        }
    }

    private int matched(String endpoint, Instant from, Instant until) {
        var body = until == null
                ? Map.of("endpointId", endpoint, "since", from.toString())
                : Map.of("endpointId", endpoint, "since", from.toString(), "until", until.toString());
        return asAdmin(body)
                .post("/v1/tenants/{t}/replays/estimate", tenant)
                .then()
                .statusCode(200)
                .extract()
                .path("matched");
    }

    private ValidatableResponse awaitCompleted(String replay) {
        await().untilAsserted(() -> asTenant()
                .get("/v1/tenants/{t}/replays/{r}", tenant, replay)
                .then()
                .statusCode(200)
                .body("status", equalTo("completed")));
        return asTenant().get("/v1/tenants/{t}/replays/{r}", tenant, replay).then();
    }

    private String statusOf(String event) {
        return asTenant()
                .get("/v1/tenants/{t}/deliveries?eventId={e}", tenant, event)
                .path("data[0].status");
    }

    private String publish() {
        return publish("{}");
    }

    private String publish(String payload) {
        return given().auth()
                .oauth2(Tokens.operator())
                .contentType(ContentType.JSON)
                .body("{\"type\":\"order.created\",\"payload\":" + payload + "}")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private RequestSpecification asAdmin(Object body) {
        return given().auth()
                .oauth2(Tokens.tenantAdmin(tenant))
                .contentType(ContentType.JSON)
                .body(body);
    }

    private RequestSpecification asTenant() {
        return given().auth().oauth2(Tokens.tenantViewer(tenant));
    }
}
