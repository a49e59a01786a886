package dev.posthorn.delivery.event;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.ledger.LedgerFixture;
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

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class ScheduledEventsTest {

    @Inject
    CatalogFixture catalog;

    @Inject
    LedgerFixture ledger;

    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "s" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
        catalog.endpoint(tenant, subscriber.url(), "*");
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void areListedAtOnceAndSentAtTheirTime() throws SQLException {
        // Given
        Instant deliverAt = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS);

        // When
        String event = publish(Map.of("deliverAt", deliverAt.toString(), "region", "eu", "orderingKey", "A-1"))
                .statusCode(202)
                .body("deliveries", equalTo(1))
                .extract()
                .path("id");

        // Then
        for (String path : List.of("/v1/tenants/{t}/events/{e}", "/v1/tenants/{t}/events?x={e}")) {
            var body = asTenant().get(path, tenant, event).then().statusCode(200);
            String at = path.contains("?") ? "data[0]." : "";
            body.body(at + "deliverAt", equalTo(deliverAt.toString()))
                    .body(at + "priority", equalTo("normal"))
                    .body(at + "orderingKey", equalTo("A-1"))
                    .body(at + "region", equalTo("eu"));
        }
        asTenant()
                .get("/v1/tenants/{t}/deliveries?eventId={e}", tenant, event)
                .then()
                .body("data[0].status", equalTo("pending"))
                .body("data[0].nextAttemptAt", equalTo(deliverAt.toString()));
        assertThat(ledger.count(
                        "select count(*) from dispatch_batch b, event e where e.id = any(b.event_ids)"
                                + " and e.tenant_id = ?",
                        tenant))
                .isZero();
        assertThat(subscriber.awaitOne().at()).isBetween(deliverAt, deliverAt.plusSeconds(3));
        asTenant()
                .get("/v1/tenants/{t}/attempts?eventId={e}", tenant, event)
                .then()
                .body("data.trigger", equalTo(List.of("first")))
                .body("data.number", equalTo(List.of(1)));
    }

    @Test
    void ofATimeThatIsOverAreSentAtOnce() {
        String event = publish(Map.of("deliverAt", "1815-12-10T00:00:00Z"))
                .statusCode(202)
                .extract()
                .path("id");

        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event);
        asTenant().get("/v1/tenants/{t}/events/{e}", tenant, event).then().body("$", not(hasKey("deliverAt")));
    }

    @Test
    void areRefusedWhenTheirTimeIsTooFarAhead() {
        Instant far = Instant.now().plus(Duration.ofDays(29));
        publish(Map.of("deliverAt", far.toString())).statusCode(422).body("field", equalTo("deliverAt"));
        publish(Map.of("deliverAt", "+999999999-01-01T00:00:00Z"))
                .statusCode(422)
                .body("field", equalTo("deliverAt"));
        publish(Map.of("deliverAt", "tomorrow")).statusCode(422).body("field", equalTo("deliverAt"));
        asOperator()
                .body(Map.of("events", List.of(event(Map.of()), event(Map.of("deliverAt", far.toString())))))
                .post("/v1/tenants/{t}/events/batch", tenant)
                .then()
                .statusCode(422)
                .body("field", equalTo("events[1].deliverAt"));
        assertThat(asTenant().get("/v1/tenants/{t}/events", tenant).<List<?>>path("data"))
                .isEmpty();
    }

    @Test
    void areCancelledUntilTheirTime() {
        // Given
        String event = publish(
                        Map.of("deliverAt", Instant.now().plusSeconds(3600).toString()))
                .extract()
                .path("id");

        // When
        cancel(event).statusCode(200).body("cancelled", equalTo(1));

        // Then
        asTenant()
                .get("/v1/tenants/{t}/deliveries?eventId={e}", tenant, event)
                .then()
                .body("data[0].status", equalTo("cancelled"))
                .body("data[0].attempts", equalTo(0));
        asTenant().get("/v1/tenants/{t}/events/{e}", tenant, event).then().statusCode(200);
        cancel(event).statusCode(200).body("cancelled", equalTo(0));
    }

    @Test
    void cannotBeCancelledOnceSentNorByThoseWhoMayNotPublish() {
        String event = publish(Map.of()).extract().path("id");
        subscriber.awaitOne();

        cancel(event).statusCode(409).body("error", equalTo("conflict"));
        cancel("no-such-id").statusCode(404);
        cancel("evt_01jd9k3m6pfrx8s0v1w2y3z4b2").statusCode(404);
        asTenant().delete("/v1/tenants/{t}/events/{e}", tenant, event).then().statusCode(403);
        given().auth()
                .oauth2(Tokens.tenantAdmin("another"))
                .delete("/v1/tenants/{t}/events/{e}", tenant, event)
                .then()
                .statusCode(404);
    }

    private ValidatableResponse publish(Map<String, Object> options) {
        return asOperator()
                .body(event(options))
                .post("/v1/tenants/{t}/events", tenant)
                .then();
    }

    private static Map<String, Object> event(Map<String, Object> options) {
        var event = new HashMap<>(options);
        event.put("type", "order.created");
        event.put("payload", Map.of());
        return event;
    }

    private ValidatableResponse cancel(String event) {
        return asOperator().delete("/v1/tenants/{t}/events/{e}", tenant, event).then();
    }

    private static RequestSpecification asOperator() {
        return given().auth().oauth2(Tokens.operator()).contentType(ContentType.JSON);
    }

    private RequestSpecification asTenant() {
        return given().auth().oauth2(Tokens.tenantViewer(tenant));
    }
}
