package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

/** Access with Keycloak's tokens, of people and of machines. */
@ExtendWith(StackExtension.class)
class LoginTest {

    /** One path of each service. */
    private static final List<String> EVERY_SERVICE = List.of("/endpoints", "/events", "/stats");

    private final Stack stack;

    LoginTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void givesATenantsAdminItsOwnTenant() {
        var token = stack.keycloak()
                .tokenOfUser(
                        stack.environment().get("POSTHORN_TENANT_LOGIN"),
                        stack.environment().get("POSTHORN_TENANT_PASSWORD"));

        for (var path : EVERY_SERVICE) {
            stack.as(token).get("/v1/tenants/demo" + path).then().statusCode(200);
        }
        stack.as(token).get("/v1/tenants").then().statusCode(403);
    }

    @Test
    void givesTheOperatorEveryTenant() {
        var tenant = stack.newTenant();

        var token = stack.keycloak().tokenOfUser("operator", "operator");

        for (var path : EVERY_SERVICE) {
            stack.as(token).get(tenant.path() + path).then().statusCode(200);
        }
        stack.as(token).get("/v1/tenants").then().statusCode(200).body("data.id", hasItem(tenant.id()));
        stack.as(token).get("/v1/stats").then().statusCode(200);
    }

    @Test
    void letsTheOperatorsBackendManageAndPublishWithClientCredentials() {
        var token = stack.keycloak().tokenOfClient("posthorn-backend", "posthorn-backend");

        stack.as(token)
                .body(Map.of("type", Stack.EVENT_TYPE, "payload", Map.of("n", 1)))
                .post("/v1/tenants/demo/events")
                .then()
                .statusCode(202);
        stack.as(token).get("/v1/api-keys").then().statusCode(200);
    }

    @Test
    void letsAViewerReadAndNothingElse() {
        var token = stack.keycloak().tokenOfUser("demo-viewer", "demo-viewer");

        for (var path : EVERY_SERVICE) {
            stack.as(token).get("/v1/tenants/demo" + path).then().statusCode(200);
        }
        stack.as(token)
                .body(Map.of("url", "https://example.com/hooks"))
                .post("/v1/tenants/demo/endpoints")
                .then()
                .statusCode(403)
                .body("error", equalTo("forbidden"));
    }

    @Test
    void refusesATokenThatWasTamperedWith() {
        var token = stack.keycloak().tokenOfClient("posthorn-backend", "posthorn-backend");
        var last = token.charAt(token.length() - 2);
        var tampered =
                token.substring(0, token.length() - 2) + (last == 'A' ? 'B' : 'A') + token.charAt(token.length() - 1);

        for (var path : EVERY_SERVICE) {
            assertThat(stack.as(tampered).get("/v1/tenants/demo" + path).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }
}
