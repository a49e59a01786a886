package dev.posthorn.subscription;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class OpenApiTest {

    private JsonPath document;

    @BeforeEach
    void read() {
        document = given().get("/q/openapi?format=json").jsonPath();
    }

    @Test
    void describesEveryOperation() {
        operations().forEach(operation -> {
            assertThat(operation).containsKeys("operationId", "summary", "tags", "security");
            assertThat(responses(operation))
                    .as("%s", operation.get("operationId"))
                    .containsKey("default");
        });
    }

    @Test
    void offersIdempotencyKeysOnEveryPost() {
        Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
        paths.values().stream()
                .map(path -> path.get("post"))
                .filter(post -> post != null)
                .forEach(post -> assertThat(post.get("parameters").toString())
                        .as("%s", post.get("operationId"))
                        .contains("Idempotency-Key"));
    }

    @Test
    void showsExamplesOfWhatToSend() {
        operations().stream()
                .filter(operation -> operation.containsKey("requestBody"))
                .forEach(operation -> assertThat(operation.get("requestBody").toString())
                        .as("%s", operation.get("operationId"))
                        .contains("examples", "$ref"));
    }

    @Test
    void announcesWhatCreationsAnswer() {
        assertThat(document.getMap("paths.'/v1/tenants'.post.responses")).containsOnlyKeys("201", "default");
        assertThat(document.getString(
                        "paths.'/v1/tenants'.post.responses.'201'.content.'application/json'.schema.'$ref'"))
                .endsWith("/Tenant");
    }

    @Test
    void showsIdsAndTimesAsStrings() {
        assertThat(document.getString("components.schemas.EndpointId.type")).isEqualTo("string");
        assertThat(document.getString("components.schemas.TenantId.type")).isEqualTo("string");
        assertThat(document.getString("components.schemas.Instant.format")).isEqualTo("date-time");
    }

    private List<Map<String, Object>> operations() {
        Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
        return paths.values().stream().flatMap(path -> path.values().stream()).toList();
    }

    @SuppressWarnings("unchecked") // JSON
    private static Map<String, Object> responses(Map<String, Object> operation) {
        return (Map<String, Object>) operation.get("responses");
    }
}
