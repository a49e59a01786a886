package dev.posthorn.delivery.event;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.foundation.overload.RequestMemory;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The short way answers as the long one does: a charset in the Content-Type is unusual enough for the latter. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class PublishingRouteTest {

    private static final String SHORT = "application/json";
    private static final String LONG = "application/json;charset=UTF-8";

    @Inject
    CatalogFixture catalog;

    @Inject
    RequestMemory memory;

    private String tenant;
    private String key;

    @BeforeEach
    void prepare() {
        tenant = "r" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", "{\"type\":\"object\"}");
        key = catalog.apiKey(tenant, "events:write", "read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "202 | events       | {`type`:`order.created`,`payload`:{`n`:1.10}}",
                "202 | events/batch | {`events`:[{`type`:`order.created`,`payload`:{}},{`type`:`order.created`,`payload`:{}}]}",
                "422 | events       | {`type`:`order.created`}",
                "422 | events       | {`type`:`unknown.type`,`payload`:{}}",
                "422 | events       | {`type`:`order.created`,`payload`:[1]}",
                "422 | events/batch | {`events`:[{`type`:`order.created`,`payload`:{}},{`type`:`x`}]}",
                "400 | events       | {`type`:",
                "400 | events       | []",
            })
    void answersAsTheLongWayDoes(int status, String path, String body) {
        String json = body.replace('`', '"');

        // When
        Response quick = publish(SHORT, path, json, Map.of());
        Response usual = publish(LONG, path, json, Map.of());

        // Then
        assertThat(quick.statusCode()).isEqualTo(status).isEqualTo(usual.statusCode());
        assertThat(quick.contentType()).isEqualTo("application/json");
        assertThat(usual.contentType()).startsWith("application/json");
        assertThat(shape(quick)).isEqualTo(shape(usual));
    }

    @Test
    void repeatsTheFirstAnswerUnderAnIdempotencyKey() {
        // Given
        var header = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        String body = "{\"type\":\"order.created\",\"payload\":{}}";
        Response first = publish(SHORT, "events", body, header);

        // When
        Response again = publish(SHORT, "events", body, header);
        Response other = publish(SHORT, "events", body.replace("{}", "{\"a\":1}"), header);

        // Then
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.body().asString()).isEqualTo(first.body().asString());
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.<String>path("error")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void leavesStrangersAndOthersTenantsToTheLongWay() {
        // Given
        String body = "{\"type\":\"order.created\",\"payload\":{}}";
        String others = catalog.apiKey("someone-else", "events:write");
        String reader = catalog.apiKey(tenant, "read");

        // Then
        assertThat(publish("phk_unknown", SHORT, "events", body, Map.of()).statusCode())
                .isEqualTo(401);
        assertThat(publish(others, SHORT, "events", body, Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(publish(reader, SHORT, "events", body, Map.of()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void givesBackWhatRequestsHeldHoweverTheyEnd() {
        // When
        publish(SHORT, "events", "{\"type\":\"order.created\",\"payload\":{}}", Map.of());
        publish(SHORT, "events", "{", Map.of());

        // Then
        await().untilAsserted(() -> assertThat(memory.used()).isZero());
    }

    private Response publish(String contentType, String path, String body, Map<String, String> headers) {
        return publish(key, contentType, path, body, headers);
    }

    private Response publish(String apiKey, String contentType, String path, String body, Map<String, String> headers) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + apiKey)
                .header("Content-Type", contentType)
                .headers(headers)
                .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/v1/tenants/{t}/{path}", Map.of("t", tenant, "path", path));
    }

    /** What does not differ from one answer to the next: its fields, and what an error says. */
    private static List<Object> shape(Response response) {
        Map<String, Object> body = response.jsonPath().getMap("");
        return List.of(
                body.keySet(),
                String.valueOf(body.get("error")),
                String.valueOf(body.get("field")),
                String.valueOf(body.get("message")));
    }
}
