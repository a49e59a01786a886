package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.tenant.Tenant;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What cannot be right gets a clear error in the one shape, and leaves nothing behind. */
@ExtendWith(StackExtension.class)
class BadInputTest {

    private static final String EVENT = "{\"type\":\"" + Stack.EVENT_TYPE + "\",\"payload\":{}}";

    private final Stack stack;
    private final Tenant tenant;

    BadInputTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    /** @param field null where no single field is at fault */
    record Case(String title, Function<Tenant, Response> request, int status, String error, String field) {

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> badBodies() {
        return Stream.of(
                publishing("malformed JSON", "{\"type\":", 400, "malformed_request", null),
                publishing("a list instead of an object", "[]", 400, "malformed_request", null),
                publishing("no body", "", 400, "malformed_request", null),
                publishing("unknown field", EVENT.replace("\"payload\"", "\"color\":1,\"payload\""), "color"),
                publishing("missing field", "{\"payload\":{}}", "type"),
                publishing("missing payload", "{\"type\":\"" + Stack.EVENT_TYPE + "\"}", "payload"),
                publishing("wrong type", "{\"type\":7,\"payload\":{}}", "type"),
                publishing("unknown event type", "{\"type\":\"no.such.type\",\"payload\":{}}", "type"),
                publishing(
                        "payload over 256 KiB",
                        EVENT.replace("{}", "\"" + "x".repeat(256 * 1024) + "\""),
                        413,
                        "payload_too_large",
                        "payload"),
                creatingEndpoint("malformed JSON", "{\"url\"", 400, "malformed_request", null),
                creatingEndpoint("no body", "", 400, "malformed_request", null),
                creatingEndpoint("unknown field", "{\"url\":\"https://example.com\",\"colour\":1}", "colour"),
                creatingEndpoint("missing field", "{\"name\":\"Orders\"}", "url"),
                creatingEndpoint("wrong type", "{\"url\":[\"https://example.com\"]}", "url"),
                creatingEndpoint("no URL", "{\"url\":\"somewhere\"}", "url"),
                creatingEndpoint("another scheme", "{\"url\":\"ftp://example.com/\"}", "url"),
                creatingEndpoint("a private address", "{\"url\":\"https://10.0.0.1/\"}", "url"),
                creatingEndpoint("a metadata service", "{\"url\":\"http://169.254.169.254/latest\"}", "url"),
                creatingEndpoint("a private address in disguise", "{\"url\":\"http://0xa9fea9fe/\"}", "url"),
                creatingEndpoint(
                        "a duration that is none", "{\"url\":\"https://example.com\",\"timeout\":\"5 s\"}", "timeout"),
                creatingEndpoint(
                        "unknown event type",
                        "{\"url\":\"https://example.com\",\"subscriptions\":[{\"eventType\":\"no.such.type\"}]}",
                        "subscriptions[0].eventType"),
                changingRules("malformed JSON", "{", 400, "malformed_request", null),
                changingRules("unknown field", "{\"rules\":[],\"more\":1}", 422, "validation_failed", "more"),
                changingRules("missing field", "{}", 422, "validation_failed", "rules"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void isRefusedWithAClearError(Case bad) {
        var answer = bad.request().apply(tenant);

        expectError(answer, bad.status(), bad.error(), bad.field());
        assertThat(tenant.get("/events").getList("data")).isEmpty();
        assertThat(tenant.get("/endpoints").getList("data")).isEmpty();
    }

    @Test
    void refusesAPayloadAgainstItsSchema() {
        // Given
        var type = "typed." + tenant.id();
        var schema = Map.of(
                "type", "object",
                "required", List.of("amount"),
                "properties", Map.of("amount", Map.of("type", "integer")));
        stack.asOperator()
                .body(Map.of("name", type, "schema", schema))
                .post("/v1/event-types")
                .then()
                .statusCode(201);
        tenant.settled();

        // When
        var answer = tenant.api()
                .body(Map.of("type", type, "payload", Map.of("amount", "much")))
                .post("/events");

        // Then
        expectError(answer, 422, "validation_failed", "payload.amount");
        assertThat(tenant.get("/events").getList("data")).isEmpty();
    }

    @Test
    void refusesCallersItDoesNotKnow() {
        for (var path : List.of("/endpoints", "/events", "/stats")) {
            expectError(stack.anonymously().get(tenant.path() + path), 401, "unauthorized", null);
            expectError(stack.as("phk_nonsense").get(tenant.path() + path), 401, "unauthorized", null);
            expectError(stack.as("no.jwt.either").get(tenant.path() + path), 401, "unauthorized", null);
        }
    }

    @Test
    void refusesAKeyThatLacksTheScope() {
        var publisher = tenant.newKey(List.of("events:write")).key();
        tenant.settled();

        for (var path : List.of("/endpoints", "/events", "/stats")) {
            expectError(stack.as(publisher).get(tenant.path() + path), 403, "forbidden", null);
        }
    }

    @Test
    void doesNotFindATenantThatIsNone() {
        for (var path : List.of("/endpoints", "/events", "/stats")) {
            expectError(stack.asOperator().get("/v1/tenants/nobody" + path), 404, "not_found", null);
        }
        expectError(stack.asOperator().body(EVENT).post("/v1/tenants/nobody/events"), 404, "not_found", null);
        expectError(stack.asOperator().get("/v1/no/such/path"), 404, "not_found", null);
    }

    @Test
    void refusesParametersThatMakeNoSense() {
        for (var path : List.of("/endpoints", "/events", "/attempts", "/alerts")) {
            expectError(tenant.api().get(path + "?limit=0"), 400, "malformed_request", "limit");
            expectError(tenant.api().get(path + "?limit=251"), 400, "malformed_request", "limit");
            expectError(tenant.api().get(path + "?limit=many"), 400, "malformed_request", "limit");
            expectError(tenant.api().get(path + "?cursor=nonsense"), 400, "malformed_request", "cursor");
        }
        expectError(tenant.api().get("/events?since=yesterday"), 400, "malformed_request", "since");
        expectError(tenant.api().get("/stats?step=fast"), 400, "malformed_request", "step");
    }

    @Test
    void refusesWhatIsNoJson() {
        for (var path : List.of("/endpoints", "/events")) {
            expectError(
                    tenant.api().contentType(ContentType.XML).body("<event/>").post(path),
                    415,
                    "unsupported_media_type",
                    null);
        }
    }

    private static Case publishing(String title, String body, String field) {
        return publishing(title, body, 422, "validation_failed", field);
    }

    private static Case publishing(String title, String body, int status, String error, String field) {
        return new Case(
                "publishing: " + title, tenant -> tenant.api().body(body).post("/events"), status, error, field);
    }

    private static Case creatingEndpoint(String title, String body, String field) {
        return creatingEndpoint(title, body, 422, "validation_failed", field);
    }

    private static Case creatingEndpoint(String title, String body, int status, String error, String field) {
        return new Case(
                "endpoint: " + title, tenant -> tenant.api().body(body).post("/endpoints"), status, error, field);
    }

    private static Case changingRules(String title, String body, int status, String error, String field) {
        return new Case(
                "alert rules: " + title, tenant -> tenant.api().body(body).put("/alert-rules"), status, error, field);
    }

    private static void expectError(Response answer, int status, String error, String field) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/json");
        var body = answer.jsonPath();
        assertThat(body.getMap("")).containsOnlyKeys("error", "message", "field", "timestamp", "traceId");
        assertThat(body.getString("error")).isEqualTo(error);
        assertThat(body.getString("field")).as(answer.asString()).isEqualTo(field);
        // A sentence for people: nothing of our classes, nor of the libraries'.
        assertThat(body.getString("message"))
                .isNotBlank()
                .doesNotContain("Exception", "java.", "dev.posthorn", "jackson");
        assertThat(Instant.parse(body.getString("timestamp")))
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));
        assertThat(body.getString("traceId")).matches("[0-9a-f]{32}");
    }
}
