package dev.posthorn.subscription.apikey;

import dev.posthorn.subscription.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class ApiKeyResourceTest {

    private final Api operator = Api.operator();

    @ConfigProperty(name = "posthorn.bootstrap.api-key")
    String bootstrapKey;

    @Test
    void showsTheKeyOnceAndLetsItIn() {
        // When
        var created = operator.post("/v1/api-keys", """
                {"name": "backend", "scopes": ["events:write", "read", "read"], "expiresAt": "2999-01-01T00:00:00Z"}""");

        // Then
        created.statusCode(201)
                .body("key", matchesPattern("phk_[A-Za-z0-9_-]{43}"))
                .body("tenantId", nullValue())
                .body("scopes", contains("events:write", "read"))
                .body("expiresAt", equalTo("2999-01-01T00:00:00Z"));
        String path = created.extract().header("Location");
        operator.get(path).statusCode(200).body("key", nullValue()).body("name", equalTo("backend"));

        var machine = new Api(created.extract().path("key"));
        machine.get("/v1/tenants").statusCode(200);
        Api.refused(machine.post("/v1/tenants", "{}"), 403, "forbidden", null);
    }

    @Test
    void endsTheMomentItIsRevoked() {
        var created = operator.post("/v1/api-keys", "{\"name\": \"short-lived\", \"scopes\": [\"read\"]}");
        var machine = new Api(created.extract().path("key"));
        machine.get("/v1/tenants").statusCode(200);

        operator.delete(created.extract().header("Location")).statusCode(204);

        Api.refused(machine.get("/v1/tenants"), 401, "unauthorized", null);
        Api.refused(operator.get(created.extract().header("Location")), 404, "not_found", null);
        Api.refused(operator.delete(created.extract().header("Location")), 404, "not_found", null);
    }

    @Test
    void ofATenantReachesThatTenantOnly() {
        // Given
        String tenant = Api.newTenant();
        String other = Api.newTenant();

        // When
        ValidatableResponse created = operator.post("/v1/api-keys", """
                {"name": "CI", "tenantId": "%s", "scopes": ["manage"]}""".formatted(tenant));

        // Then
        var machine = new Api(created.statusCode(201).extract().path("key"));
        machine.get("/v1/tenants/" + tenant).statusCode(200);
        machine.post("/v1/tenants/" + tenant + "/endpoints", "{\"url\": \"https://a.example\"}")
                .statusCode(201);
        Api.refused(machine.get("/v1/tenants/" + other), 404, "not_found", null);
        Api.refused(machine.get("/v1/tenants"), 403, "forbidden", null);

        operator.delete("/v1/tenants/" + tenant).statusCode(204);
        Api.refused(machine.get("/v1/tenants/" + tenant), 401, "unauthorized", null);
    }

    @Test
    void isCreatedByATenantForItselfOnly() {
        // Given
        String tenant = Api.newTenant();
        var admin = Api.admin(tenant);

        // When
        var created = admin.post("/v1/api-keys", "{\"name\": \"own\", \"scopes\": [\"manage\", \"read\"]}");

        // Then
        created.statusCode(201).body("tenantId", equalTo(tenant));
        String path = created.extract().header("Location");
        admin.get(path).statusCode(200);
        admin.get("/v1/api-keys")
                .body("data.id", contains((String) created.extract().path("id")));

        String other = Api.newTenant();
        Api.refused(admin.post("/v1/api-keys", """
                        {"name": "x", "tenantId": "%s", "scopes": ["read"]}""".formatted(other)), 404, "not_found", null);
        Api.refused(
                admin.post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": [\"events:write\"]}"),
                403,
                "forbidden",
                null);
        Api.refused(
                Api.viewer(tenant).post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": [\"read\"]}"),
                403,
                "forbidden",
                null);

        var stranger = Api.admin(other);
        stranger.get("/v1/api-keys").statusCode(200).body("data", empty());
        Api.refused(stranger.get(path), 404, "not_found", null);
        Api.refused(stranger.delete(path), 404, "not_found", null);
        admin.delete(path).statusCode(204);
    }

    @Test
    void saysWhichFieldIsWrong() {
        Api.invalid(operator.post("/v1/api-keys", "{\"scopes\": [\"read\"]}"), "name");
        Api.invalid(operator.post("/v1/api-keys", "{\"name\": \"x\"}"), "scopes");
        Api.invalid(operator.post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": []}"), "scopes");
        Api.invalid(operator.post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": [null]}"), "scopes");
        Api.invalid(operator.post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": [\"all\"]}"), "scopes[0]");
        Api.invalid(
                operator.post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": [\"read\"], \"tenantId\": \"no-such\"}"),
                "tenantId");
        Api.invalid(
                operator.post(
                        "/v1/api-keys",
                        "{\"name\": \"x\", \"scopes\": [\"read\"], \"expiresAt\": \"2020-01-01T00:00:00Z\"}"),
                "expiresAt");
        Api.invalid(
                operator.post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": [\"read\"], \"expiresAt\": \"tomorrow\"}"),
                "expiresAt");
    }

    @Test
    void isMadeAtTheStartFromTheConfiguration() {
        var bootstrap = new Api(bootstrapKey);

        bootstrap.get("/v1/tenants").statusCode(200);
        assertThat(bootstrap.get("/v1/api-keys?limit=250").extract().jsonPath().getList("data.name"))
                .contains("Bootstrap");
    }

    @Test
    void isRefusedWhenItIsUnknownOrMissing() {
        Api.refused(new Api("phk_" + "x".repeat(43)).get("/v1/tenants"), 401, "unauthorized", null);
        Api.refused(new Api("phk_short").get("/v1/tenants"), 401, "unauthorized", null);
        Api.refused(new Api("no.token.atall").get("/v1/tenants"), 401, "unauthorized", null);
        Api.refused(io.restassured.RestAssured.given().get("/v1/tenants").then(), 401, "unauthorized", null);
    }
}
