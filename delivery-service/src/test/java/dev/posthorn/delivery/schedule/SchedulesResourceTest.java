package dev.posthorn.delivery.schedule;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.foundation.id.ScheduleId;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class SchedulesResourceTest {

    private static final String YEARLY = """
            {"name": "yearly", "cron": "0 9 1 1 *", "type": "report.due", "payload": {"b": 1.10, "a": "ü"}}""";

    @Inject
    DataSource dataSource;

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void startSubscriber() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "p" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("report.due", "{\"type\":\"object\"}");
        catalog.endpoint(tenant, subscriber.url(), "*");
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void storesShowsChangesAndDeletes() {
        String id = create(YEARLY);
        asOperator()
                .get("/v1/tenants/{t}/schedules/{s}", tenant, id)
                .then()
                .statusCode(200)
                .body("name", equalTo("yearly"))
                .body("timeZone", equalTo("UTC"))
                .body("payload.a", equalTo("ü"))
                .body("channels", hasSize(0))
                .body("enabled", equalTo(true))
                .body("nextAt", equalTo(nextYear()))
                .body("lastAt", nullValue());
        patch(id, "{\"timeZone\":\"Europe/Berlin\",\"payload\":{\"c\":1}}")
                .body("nextAt", equalTo(nextYear().replace("T09", "T08")))
                .body("payload", equalTo(Map.of("c", 1)));
        patch(id, "{\"enabled\":false}").body("nextAt", nullValue());
        patch(id, "{\"enabled\":true,\"timeZone\":null}").body("nextAt", equalTo(nextYear()));
        asOperator().get("/v1/tenants/{t}/schedules", tenant).then().body("data", hasSize(1));
        asOperator().delete("/v1/tenants/{t}/schedules/{s}", tenant, id).then().statusCode(204);
        asOperator()
                .get("/v1/tenants/{t}/schedules/{s}", tenant, id)
                .then()
                .statusCode(404)
                .body("error", equalTo("not_found"));
        asOperator().get("/v1/tenants/{t}/schedules", tenant).then().body("data", hasSize(0));
    }

    private static String nextYear() {
        return Year.now(ZoneOffset.UTC).plusYears(1) + "-01-01T09:00:00Z";
    }

    @Test
    void isPublishedWhenItsTimeComes() throws SQLException {
        // Given
        String id = create(YEARLY);

        // When
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("update schedule set next_at = now() where tenant_id = '" + tenant + "'");
        }

        // Then
        TestSubscriber.Received received = subscriber.awaitOne();
        assertThat(received.header("webhook-id")).startsWith(id + ":");
        assertThat(received.body())
                .contains("\"type\":\"report.due\"")
                .endsWith("\"data\":{\"b\":1.10,\"a\":\"\\u00FC\"}}");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> asOperator()
                        .get("/v1/tenants/{t}/schedules/{s}", tenant, id)
                        .then()
                        .body("lastEventId", equalTo(received.header("webhook-id")))
                        .body("lastAt", notNullValue())
                        .body("nextAt", equalTo(nextYear())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\": \"yearly\"       | \"name\": \"\"               | name",
                "\"name\": \"yearly\",      | ``                           | name",
                "\"cron\": \"0 9 1 1 *\"    | \"cron\": \"monthly\"        | cron",
                "\"cron\": \"0 9 1 1 *\"    | \"cron\": \"* * * * * *\"    | cron",
                "\"cron\": \"0 9 1 1 *\"    | \"cron\": \"0 0 31 2 *\"     | cron",
                "\"name\":                  | \"timeZone\": \"Mars/Base\", \"name\": | timeZone",
                "\"type\": \"report.due\"   | \"type\": \"no.such\"        | type",
                "{\"b\": 1.10, \"a\": \"ü\"} | 7                           | payload",
                "{\"b\": 1.10, \"a\": \"ü\"} | null                        | payload",
                "\"name\":                  | \"channels\": [\"a b\"], \"name\": | channels[0]",
                "\"name\":                  | \"priority\": \"urgent\", \"name\": | priority",
                "\"name\":                  | \"every\": 1, \"name\":      | every",
            })
    void namesTheFieldAtFault(String part, String other, String field) {
        asOperator()
                .body(YEARLY.replace(part, other))
                .post("/v1/tenants/{t}/schedules", tenant)
                .then()
                .statusCode(422)
                .body("error", equalTo("validation_failed"))
                .body("field", equalTo(field));
        asOperator().get("/v1/tenants/{t}/schedules", tenant).then().body("data", hasSize(0));
    }

    @Test
    void keepsNamesApart() {
        create(YEARLY);
        String other = create(YEARLY.replace("yearly", "other"));

        asOperator()
                .body(YEARLY)
                .post("/v1/tenants/{t}/schedules", tenant)
                .then()
                .statusCode(409);
        asOperator()
                .body("{\"name\":\"yearly\"}")
                .patch("/v1/tenants/{t}/schedules/{s}", tenant, other)
                .then()
                .statusCode(409)
                .body("field", equalTo("name"));
    }

    @Test
    void honoursTheIdempotencyKey() {
        String first = asOperator()
                .header("Idempotency-Key", "k-" + tenant)
                .body(YEARLY)
                .post("/v1/tenants/{t}/schedules", tenant)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        asOperator()
                .header("Idempotency-Key", "k-" + tenant)
                .body(YEARLY)
                .post("/v1/tenants/{t}/schedules", tenant)
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", equalTo("true"))
                .body("id", equalTo(first));
    }

    @Test
    void isOpenToThoseWhoMayPublish() {
        String id = create(YEARLY);
        as(Tokens.tenantViewer(tenant))
                .get("/v1/tenants/{t}/schedules/{s}", tenant, id)
                .then()
                .statusCode(200);
        as(Tokens.tenantAdmin(tenant))
                .body(YEARLY)
                .post("/v1/tenants/{t}/schedules", tenant)
                .then()
                .statusCode(403);
        as(Tokens.tenantAdmin("another"))
                .get("/v1/tenants/{t}/schedules/{s}", tenant, id)
                .then()
                .statusCode(404);
        as(Tokens.tenantViewer(tenant))
                .delete("/v1/tenants/{t}/schedules/{s}", tenant, id)
                .then()
                .statusCode(403);
        asOperator()
                .delete("/v1/tenants/{t}/schedules/{s}", tenant, ScheduleId.next())
                .then()
                .statusCode(404);
        asOperator()
                .delete("/v1/tenants/{t}/schedules/{s}", tenant, "nonsense")
                .then()
                .statusCode(404);
    }

    private String create(String body) {
        return asOperator()
                .body(body)
                .post("/v1/tenants/{t}/schedules", tenant)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private ValidatableResponse patch(String id, String body) {
        return asOperator()
                .body(body)
                .patch("/v1/tenants/{t}/schedules/{s}", tenant, id)
                .then()
                .statusCode(200);
    }

    private static RequestSpecification asOperator() {
        return as(Tokens.operator());
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }
}
