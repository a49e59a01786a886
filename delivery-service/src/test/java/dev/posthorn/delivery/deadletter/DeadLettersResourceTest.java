package dev.posthorn.delivery.deadletter;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
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

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import static io.restassured.RestAssured.given;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class DeadLettersResourceTest {

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;
    private String orders;
    private String invoices;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "d" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
        catalog.eventType("invoice.paid", null);
        orders = catalog.endpoint(tenant, subscriber.url(), "order.*");
        invoices = catalog.endpoint(tenant, subscriber.url(), "*");
        // Dead at once.
        subscriber.answer(410);
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void listsThemByEndpointTypeAndTime() {
        // Given
        publish("order.created");
        awaitLetters(2);
        Instant between = Instant.now();
        publish("invoice.paid");
        awaitLetters(3);

        // Then
        assertThat(listed("endpointId=" + orders)).isEqualTo(1);
        assertThat(listed("endpointId=" + invoices)).isEqualTo(2);
        assertThat(listed("eventType=invoice.paid")).isEqualTo(1);
        assertThat(listed("since=" + between)).isEqualTo(1);
        assertThat(listed("until=" + between)).isEqualTo(2);
        assertThat(listed("until=" + between + "&endpointId=" + orders + "&eventType=order.created"))
                .isEqualTo(1);
    }

    @Test
    void showsOneWithItsLastAttempt() {
        // Given
        String event = publish("invoice.paid");
        awaitLetters(1);
        String letter = asTenant().get("/v1/tenants/{t}/dead-letters", tenant).path("data[0].id");

        // When
        var shown = asTenant().get("/v1/tenants/{t}/dead-letters/{d}", tenant, letter);

        // Then
        shown.then()
                .body("eventId", equalTo(event))
                .body("endpointId", equalTo(invoices))
                .body("eventType", equalTo("invoice.paid"))
                .body("reason", equalTo("gone"))
                .body("attempts", equalTo(1))
                .body("lastAttempt.statusCode", equalTo(410));
        asTenant()
                .get(shown.<String>path("lastAttemptUrl"))
                .then()
                .statusCode(200)
                .body("id", equalTo(shown.path("lastAttempt.id")))
                .body("request.headers.webhook-id", equalTo(event))
                .body("response.body", equalTo("OK"));
    }

    @Test
    void replaysThoseThatAFilterMatches() {
        // Given
        String order = publish("order.created");
        String invoice = publish("invoice.paid");
        awaitLetters(3);
        subscriber.answer(200);

        // When
        String replay = asAdmin(Map.of("endpointId", invoices, "eventType", "invoice.paid"))
                .post("/v1/tenants/{t}/dead-letters/replay", tenant)
                .then()
                .statusCode(202)
                .body("replayId", startsWith("rpl_"))
                .body("matched", equalTo(1))
                .extract()
                .path("replayId");

        // Then
        await().untilAsserted(() -> asTenant()
                .get("/v1/tenants/{t}/replays/{r}", tenant, replay)
                .then()
                .body("status", equalTo("completed"))
                .body("statuses", equalTo(List.of("dead")))
                .body("eventType", equalTo("invoice.paid"))
                .body("done", equalTo(1)));
        assertThat(subscriber.await(4).getLast().header("webhook-id")).isEqualTo(invoice);
        awaitLetters(2);
        asTenant()
                .get("/v1/tenants/{t}/dead-letters", tenant)
                .then()
                .body("data.eventId", equalTo(List.of(order, order)));
        // The rest, which has no filter.
        asAdmin(Map.of())
                .post("/v1/tenants/{t}/dead-letters/replay", tenant)
                .then()
                .body("matched", equalTo(2));
        subscriber.await(6);
        awaitLetters(0);
    }

    @Test
    void leavesThoseOfADisabledEndpoint() {
        // Given
        publish("order.created");
        awaitLetters(2);
        catalog.setStatus(orders, "disabled");
        subscriber.answer(200);

        // When
        asAdmin(Map.of())
                .post("/v1/tenants/{t}/dead-letters/replay", tenant)
                .then()
                .body("matched", equalTo(1));

        // Then
        awaitLetters(1);
        asTenant().get("/v1/tenants/{t}/dead-letters", tenant).then().body("data[0].endpointId", equalTo(orders));
    }

    @Test
    void discardsThoseThatAFilterMatchesWithTheReason() {
        // Given
        publish("order.created");
        publish("invoice.paid");
        awaitLetters(3);

        // When
        asAdmin(Map.of("eventType", "order.created", "reason", "Only a test"))
                .post("/v1/tenants/{t}/dead-letters/discard", tenant)
                .then()
                .statusCode(200)
                .body("discarded", equalTo(2))
                .body("more", equalTo(false));

        // Then
        asTenant()
                .get("/v1/tenants/{t}/dead-letters", tenant)
                .then()
                .body("data", hasSize(1))
                .body("data[0].eventType", equalTo("invoice.paid"));
        assertThat(subscriber.received()).hasSize(3);
        asAdmin(Map.of("reason", "x".repeat(501)))
                .post("/v1/tenants/{t}/dead-letters/discard", tenant)
                .then()
                .statusCode(422)
                .body("field", equalTo("reason"));
        asAdmin(Map.of("reasons", "x"))
                .post("/v1/tenants/{t}/dead-letters/discard", tenant)
                .then()
                .statusCode(422)
                .body("field", equalTo("reasons"));
    }

    @Test
    void isReplayedOrDiscardedButNeverBoth() throws Exception {
        // Given
        for (int n = 0; n < 20; n++) {
            publish("invoice.paid");
        }
        awaitLetters(20);
        subscriber.answer(200);
        List<String> letters =
                asTenant().get("/v1/tenants/{t}/dead-letters", tenant).path("data.id");

        // When: two persons replay each, and two discard it
        int replayed = 0;
        try (var threads = Executors.newCachedThreadPool()) {
            for (String letter : letters) {
                Callable<Integer> replay = () -> asAdmin(Map.of())
                        .post("/v1/tenants/{t}/dead-letters/{d}/replay", tenant, letter)
                        .statusCode();
                Callable<Integer> discard = () -> asAdmin(Map.of())
                        .post("/v1/tenants/{t}/dead-letters/{d}/discard", tenant, letter)
                        .statusCode();
                var answers = threads.invokeAll(List.of(replay, discard, replay, discard));
                var codes = List.of(
                        answers.get(0).get(),
                        answers.get(1).get(),
                        answers.get(2).get(),
                        answers.get(3).get());
                assertThat(codes).containsAll(nCopies(3, 404));
                assertThat(codes).containsAnyOf(202, 204);
                replayed += codes.contains(202) ? 1 : 0;
            }
        }

        // Then
        int expected = 20 + replayed;
        await().untilAsserted(() -> assertThat(subscriber.received()).hasSize(expected));
        awaitLetters(0);
    }

    @Test
    void hasNoAttemptToShowWhenItDiedUntried() {
        // Given
        catalog.setStatus(invoices, "paused");
        publish("invoice.paid");
        catalog.setStatus(invoices, "disabled");
        awaitLetters(1);

        // Then
        String letter = asTenant().get("/v1/tenants/{t}/dead-letters", tenant).path("data[0].id");
        asTenant()
                .get("/v1/tenants/{t}/dead-letters/{d}", tenant, letter)
                .then()
                .body("attempts", equalTo(0))
                .body("lastAttempt", nullValue())
                .body("lastAttemptUrl", nullValue());
    }

    private int listed(String filter) {
        return asTenant()
                .get("/v1/tenants/{t}/dead-letters?" + filter, tenant)
                .then()
                .statusCode(200)
                .extract()
                .<List<String>>path("data.id")
                .size();
    }

    private void awaitLetters(int count) {
        await().until(() -> listed("limit=250") == count);
    }

    private String publish(String type) {
        return given().auth()
                .oauth2(Tokens.operator())
                .contentType(ContentType.JSON)
                .body(Map.of("type", type, "payload", Map.of()))
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
