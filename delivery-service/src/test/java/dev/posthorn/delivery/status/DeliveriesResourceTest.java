package dev.posthorn.delivery.status;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** Statuses of deliveries, and what sending one again does in each of them. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class DeliveriesResourceTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "v" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void listsEachStatusPageByPage() {
        // Given: two of each
        subscriber.answer(500);
        String retried = catalog.endpoint(tenant, subscriber.url(), "*", LONG);
        List<String> retrying = List.of(publish(""), publish(""));
        awaitListed("retrying", retrying);
        catalog.setStatus(retried, "disabled");
        String hasty = catalog.endpoint(tenant, subscriber.url(), "*", Duration.ofMillis(1));
        List<String> dead = List.of(publish(""), publish(""));
        awaitListed("dead", dead);
        subscriber.answer(200);
        List<String> succeeded = List.of(publish(""), publish(""));
        awaitListed("succeeded", succeeded);
        List<String> pending = List.of(publishLater(), publishLater());
        List<String> cancelled = List.of(publishLater(), publishLater());
        cancelled.forEach(event -> cancel(event).statusCode(200).body("cancelled", equalTo(1)));

        // Then
        awaitListed("retrying", retrying);
        awaitListed("dead", dead);
        awaitListed("succeeded", succeeded);
        awaitListed("pending", pending);
        awaitListed("cancelled", cancelled);
        assertThat(listed("endpointId=" + hasty)).hasSize(8);
        asTenant()
                .get("/v1/tenants/{t}/deliveries?status=pending", tenant)
                .then()
                .body("data[0].nextAttemptAt", notNullValue())
                .body("data[0].attempts", equalTo(0));
        asTenant()
                .get("/v1/tenants/{t}/deliveries?status=cancelled", tenant)
                .then()
                .body("data[0].nextAttemptAt", nullValue());
    }

    @Test
    void aSucceededOneIsSentOnceMore() {
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        String event = publish("");
        await().until(() -> statusOf(event), "succeeded"::equals);

        retry(event, endpoint).statusCode(202);

        subscriber.await(2);
        await().untilAsserted(() -> assertThat(triggers(event)).containsExactly("manual", "first"));
    }

    @Test
    void aRetryingOneIsTriedNowAndSaysThatAPersonAskedForIt() {
        subscriber.answer(500);
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*", LONG, LONG);
        String event = publish("");
        await().until(() -> statusOf(event), "retrying"::equals);

        retry(event, endpoint).statusCode(202);

        subscriber.await(2);
        await().untilAsserted(() -> assertThat(triggers(event)).containsExactly("manual", "first"));
        await().until(() -> statusOf(event), "retrying"::equals);
    }

    @Test
    void aDeadOneLeavesTheDeadLetters() {
        subscriber.answer(410);
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        String event = publish("");
        await().until(() -> statusOf(event), "dead"::equals);
        subscriber.answer(200);

        retry(event, endpoint).statusCode(202);

        await().until(() -> statusOf(event), "succeeded"::equals);
        asTenant().get("/v1/tenants/{t}/dead-letters", tenant).then().body("data", hasSize(0));
    }

    /** Once it was refused as if it were on its way. */
    @Test
    void oneThatDiedUntriedIsSentWhetherOrNotItsDeadLetterWasDiscarded() {
        // Given
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        catalog.setStatus(endpoint, "paused");
        List<String> events = List.of(publish(""), publish(""));
        awaitListed("pending", events);
        catalog.setStatus(endpoint, "disabled");
        awaitListed("dead", events);
        String letter = asTenant()
                .get("/v1/tenants/{t}/dead-letters", tenant)
                .then()
                .body("data.reason", equalTo(List.of("endpoint_disabled", "endpoint_disabled")))
                .body("data.attempts", equalTo(List.of(0, 0)))
                .extract()
                .path("data.find { it.eventId == '%s' }.id".formatted(events.getFirst()));
        asAdmin()
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/tenants/{t}/dead-letters/{d}/discard", tenant, letter)
                .then()
                .statusCode(204);
        assertThat(statusOf(events.getFirst())).isEqualTo("dead");
        catalog.setStatus(endpoint, "enabled");

        // When
        events.forEach(event -> retry(event, endpoint).statusCode(202));

        // Then
        awaitListed("succeeded", events);
    }

    @Test
    void aScheduledOneIsSentBeforeItsTime() {
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        String event = publishLater();

        retry(event, endpoint).statusCode(202);

        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event);
    }

    @Test
    void anEventThatWasNotForTheEndpointBecomesADelivery() {
        String event = publish("");
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        assertThat(listed("eventId=" + event)).isEmpty();

        retry(event, endpoint).statusCode(202);

        subscriber.awaitOne();
        await().until(() -> statusOf(event), "succeeded"::equals);
    }

    @Test
    void oneOfADisabledEndpointIsRefusedAndOneOfAPausedEndpointWaits() {
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        String event = publish("");
        await().until(() -> statusOf(event), "succeeded"::equals);
        catalog.setStatus(endpoint, "disabled");
        retry(event, endpoint).statusCode(409).body("message", equalTo("The endpoint is disabled; enable it first"));
        catalog.setStatus(endpoint, "paused");

        retry(event, endpoint).statusCode(202);

        await().until(() -> statusOf(event), "retrying"::equals);
        assertThat(subscriber.received()).hasSize(1);
        catalog.setStatus(endpoint, "enabled");
        subscriber.await(2);
    }

    @Test
    void unknownOnesAreNotFound() {
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*");
        retry("evt_01jd9k3m6pfrx8s0v1w2y3z4b2", endpoint).statusCode(404).body("message", equalTo("No such event"));
        retry(publish(""), "ep_01jd9k3m6pfrx8s0v1w2y3z4a5")
                .statusCode(404)
                .body("message", equalTo("No such endpoint"));
    }

    private void awaitListed(String status, List<String> events) {
        await().untilAsserted(
                        () -> assertThat(listed("status=" + status)).containsExactlyElementsOf(events.reversed()));
    }

    /** By pages of one. */
    private List<String> listed(String filter) {
        var events = new ArrayList<String>();
        String cursor = "";
        do {
            var page = asTenant()
                    .get("/v1/tenants/{t}/deliveries?limit=1&" + filter + cursor, tenant)
                    .then()
                    .statusCode(200)
                    .extract();
            events.addAll(page.<List<String>>path("data.eventId"));
            cursor = Objects.requireNonNullElse(page.<String>path("nextCursor"), "");
            cursor = cursor.isEmpty() ? "" : "&cursor=" + cursor;
        } while (!cursor.isEmpty());
        return events;
    }

    private ValidatableResponse retry(String event, String endpoint) {
        return asAdmin()
                .post("/v1/tenants/{t}/events/{e}/deliveries/{p}/retry", tenant, event, endpoint)
                .then();
    }

    private ValidatableResponse cancel(String event) {
        return given().auth()
                .oauth2(Tokens.operator())
                .delete("/v1/tenants/{t}/events/{e}", tenant, event)
                .then();
    }

    private String statusOf(String event) {
        return asTenant()
                .get("/v1/tenants/{t}/deliveries?eventId={e}", tenant, event)
                .path("data[0].status");
    }

    private List<String> triggers(String event) {
        return asTenant()
                .get("/v1/tenants/{t}/attempts?eventId={e}", tenant, event)
                .path("data.trigger");
    }

    private String publishLater() {
        return publish(",\"deliverAt\":\"" + Instant.now().plus(LONG) + "\"");
    }

    private String publish(String more) {
        return given().auth()
                .oauth2(Tokens.operator())
                .contentType(ContentType.JSON)
                .body("{\"type\":\"order.created\",\"payload\":{}" + more + "}")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(Tokens.tenantAdmin(tenant));
    }

    private RequestSpecification asTenant() {
        return given().auth().oauth2(Tokens.tenantViewer(tenant));
    }
}
