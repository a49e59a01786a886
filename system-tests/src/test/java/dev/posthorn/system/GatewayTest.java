package dev.posthorn.system;

import dev.posthorn.system.stack.ApiDocument.Operation;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import io.swagger.v3.parser.OpenAPIV3Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

/** One address for the whole product: the API, its description, and the portal. */
@ExtendWith(StackExtension.class)
class GatewayTest {

    private static final String OPERATIONS = """
            GET /v1/tenants
            POST /v1/tenants
            GET /v1/tenants/{tenant}
            PATCH /v1/tenants/{tenant}
            DELETE /v1/tenants/{tenant}
            GET /v1/event-types
            POST /v1/event-types
            GET /v1/event-types/{name}
            PATCH /v1/event-types/{name}
            DELETE /v1/event-types/{name}
            GET /v1/tenants/{tenant}/endpoints
            POST /v1/tenants/{tenant}/endpoints
            GET /v1/tenants/{tenant}/endpoints/{endpoint}
            PATCH /v1/tenants/{tenant}/endpoints/{endpoint}
            DELETE /v1/tenants/{tenant}/endpoints/{endpoint}
            GET /v1/tenants/{tenant}/endpoints/{endpoint}/subscriptions
            POST /v1/tenants/{tenant}/endpoints/{endpoint}/subscriptions
            GET /v1/tenants/{tenant}/endpoints/{endpoint}/subscriptions/{subscription}
            PATCH /v1/tenants/{tenant}/endpoints/{endpoint}/subscriptions/{subscription}
            DELETE /v1/tenants/{tenant}/endpoints/{endpoint}/subscriptions/{subscription}
            GET /v1/tenants/{tenant}/endpoints/{endpoint}/secret
            POST /v1/tenants/{tenant}/endpoints/{endpoint}/secret/rotate
            GET /v1/api-keys
            POST /v1/api-keys
            GET /v1/api-keys/{key}
            DELETE /v1/api-keys/{key}
            GET /v1/tenants/{tenant}/events
            POST /v1/tenants/{tenant}/events
            POST /v1/tenants/{tenant}/events/batch
            GET /v1/tenants/{tenant}/events/{event}
            POST /v1/tenants/{tenant}/events/{event}/deliveries/{endpoint}/retry
            GET /v1/tenants/{tenant}/deliveries
            GET /v1/tenants/{tenant}/attempts
            GET /v1/tenants/{tenant}/attempts/{attempt}
            GET /v1/tenants/{tenant}/dead-letters
            GET /v1/tenants/{tenant}/dead-letters/{deadLetter}
            POST /v1/tenants/{tenant}/dead-letters/{deadLetter}/replay
            POST /v1/tenants/{tenant}/dead-letters/{deadLetter}/discard
            POST /v1/tenants/{tenant}/dead-letters/replay
            GET /v1/stats
            GET /v1/alerts
            GET /v1/tenants/{tenant}/stats
            GET /v1/tenants/{tenant}/health
            GET /v1/tenants/{tenant}/alerts
            GET /v1/tenants/{tenant}/alert-rules
            PUT /v1/tenants/{tenant}/alert-rules
            """;

    private final Stack stack;

    GatewayTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void describesEveryOperationOfTheApi() {
        assertThat(stack.apiDocument().operations())
                .containsAll(OPERATIONS
                        .lines()
                        .map(line -> line.split(" "))
                        .map(words -> new Operation(words[0], words[1]))
                        .toList());
    }

    @Test
    void describesTheApiInAValidDocument() {
        var parsed = new OpenAPIV3Parser().readContents(stack.apiDocument().text());

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths().values().stream().flatMap(path -> path.readOperations().stream()))
                .allSatisfy(operation -> assertThat(operation.getSummary()).isNotBlank())
                .extracting(operation -> operation.getOperationId())
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void answersEveryPathThatItDescribes() {
        // A path that went to the wrong service would be unknown there.
        assertThat(stack.apiDocument().operations())
                .filteredOn(operation ->
                        operation.method().equals("GET") && operation.path().indexOf('{') < 0)
                .allSatisfy(operation ->
                        stack.asOperator().get(operation.path()).then().statusCode(200));
    }

    @Test
    void showsTheApisDescriptionAsPages() {
        stack.anonymously().get("/docs").then().statusCode(200).contentType(startsWith("text/html"));
    }

    @Test
    void tellsThePortalWhereToLogIn() {
        stack.anonymously()
                .get("/config.json")
                .then()
                .statusCode(200)
                .body("oidcClientId", equalTo("posthorn-portal"))
                .body("oidcAuthority", containsString("/realms/posthorn"));
    }

    @Test
    void servesThePortalAtItsIndexAndAtEveryDeepLink() {
        var index =
                stack.anonymously().get("/").then().statusCode(200).extract().asString();

        assertThat(index).contains("<div id=\"root\">");
        assertThat(stack.anonymously().get("/tenants/demo/endpoints").asString())
                .isEqualTo(index);
        stack.anonymously().get("/assets/no-such-file.js").then().statusCode(404);
    }

    @Test
    void keepsTheServicesHealthAndMetricsToItself() {
        for (var path : Arrays.asList("/q/openapi", "/v1/../q/metrics")) {
            assertThat(stack.anonymously().urlEncodingEnabled(false).get(path).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }
}
