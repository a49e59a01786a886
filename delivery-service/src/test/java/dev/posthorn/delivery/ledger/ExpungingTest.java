package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.sql.Transaction;
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

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class ExpungingTest {

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository repository;

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "x" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void leavesTheEventButNothingOfWhatItSaid() throws SQLException {
        // Given
        catalog.endpoint(tenant, subscriber.url(), "*");
        String event = publish();
        await().until(() -> statusOf(event), "succeeded"::equals);

        // When
        expunge(event).statusCode(204);

        // Then
        String expungedAt = asTenant()
                .get(events() + "/" + event)
                .then()
                .statusCode(200)
                .body("$", hasKey("payload"))
                .body("payload", nullValue())
                .body("payloadExpungedAt", notNullValue())
                .body("deliveries", equalTo(1))
                .extract()
                .path("payloadExpungedAt");
        asTenant().get(events()).then().body("data[0].payloadExpungedAt", equalTo(expungedAt));
        String attempt = asTenant()
                .get("/v1/tenants/{t}/attempts?eventId={e}", tenant, event)
                .path("data[0].id");
        asTenant()
                .get("/v1/tenants/{t}/attempts/{a}", tenant, attempt)
                .then()
                .body("request.body", nullValue())
                .body("response.body", nullValue())
                .body("response.headers", notNullValue());
        assertThat(count("select sum(length(payload)) from event where tenant_id = '" + tenant + "'"))
                .isZero();
        // A second time changes nothing.
        expunge(event).statusCode(204);
        asTenant().get(events() + "/" + event).then().body("payloadExpungedAt", equalTo(expungedAt));
    }

    @Test
    void endsADeliveryThatWaitsAndRefusesToSendItAgain() {
        // Given
        subscriber.answer(500);
        String endpoint = catalog.endpoint(tenant, subscriber.url(), "*", Duration.ofHours(1));
        String event = publish();
        await().until(() -> statusOf(event), "retrying"::equals);

        // When
        expunge(event).statusCode(204);

        // Then
        assertThat(statusOf(event)).isEqualTo("dead");
        String letter = asTenant()
                .get("/v1/tenants/{t}/dead-letters?endpointId={e}", tenant, endpoint)
                .then()
                .body("data[0].reason", equalTo("payload_expunged"))
                .body("data[0].attempts", equalTo(1))
                .extract()
                .path("data[0].id");
        asAdmin()
                .post("/v1/tenants/{t}/dead-letters/{d}/replay", tenant, letter)
                .then()
                .statusCode(409)
                .body("error", equalTo("conflict"))
                .body("message", equalTo("The event's payload was expunged: there is nothing left to send"));
        asAdmin()
                .post("/v1/tenants/{t}/events/{e}/deliveries/{p}/retry", tenant, event, endpoint)
                .then()
                .statusCode(409);
        asAdmin()
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/tenants/{t}/dead-letters/replay", tenant)
                .then()
                .statusCode(202)
                .body("matched", equalTo(0));
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void sendsNothingOfWhatComesBackFromDiskAfterwards() throws SQLException {
        // Given: a batch that nobody holds, of an event that was expunged meanwhile
        EndpointId endpoint = EndpointId.parse(catalog.endpoint(tenant, subscriber.url(), "*"));
        var event = new AcceptedEvent(
                EventId.next(),
                tenant,
                null,
                "order.created",
                List.of(),
                Instant.now(),
                new byte[0],
                List.of(endpoint),
                EventOptions.NONE);
        UUID batch = TypeId.next();

        // When
        Transaction.run(dataSource, connection -> {
            repository.addEvents(connection, List.of(event));
            var held = new LedgerRepository.Held(batch, event.id().value(), endpoint.value(), 1, 0, Trigger.FIRST);
            repository.addBatch(connection, batch, null, List.of(held));
            return batch;
        });

        // Then
        await().until(() -> statusOf(event.publicId()), "dead"::equals);
        assertThat(subscriber.received()).isEmpty();
    }

    @Test
    void isForThoseWhoManageTheTenant() {
        String event = publish();

        asTenant().delete(events() + "/" + event + "/payload").then().statusCode(403);
        given().auth()
                .oauth2(Tokens.tenantAdmin("another"))
                .delete(events() + "/" + event + "/payload")
                .then()
                .statusCode(404);
        expunge(EventId.next().toString()).statusCode(404).body("error", equalTo("not_found"));
        expunge("no-such-id").statusCode(404);
        asTenant().get(events() + "/" + event).then().body("payload.secret", equalTo("text"));
    }

    private ValidatableResponse expunge(String event) {
        return asAdmin().delete(events() + "/" + event + "/payload").then();
    }

    private String publish() {
        return given().auth()
                .oauth2(Tokens.operator())
                .contentType(ContentType.JSON)
                .body("{\"type\":\"order.created\",\"payload\":{\"secret\":\"text\"}}")
                .post(events())
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private String statusOf(String event) {
        return asTenant()
                .get("/v1/tenants/{t}/deliveries?eventId={e}", tenant, event)
                .path("data[0].status");
    }

    private String events() {
        return "/v1/tenants/" + tenant + "/events";
    }

    private RequestSpecification asAdmin() {
        return given().auth().oauth2(Tokens.tenantAdmin(tenant));
    }

    private RequestSpecification asTenant() {
        return given().auth().oauth2(Tokens.tenantViewer(tenant));
    }

    private int count(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
