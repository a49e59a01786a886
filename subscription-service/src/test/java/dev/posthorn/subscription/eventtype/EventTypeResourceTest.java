package dev.posthorn.subscription.eventtype;

import dev.posthorn.subscription.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class EventTypeResourceTest {

    private final Api operator = Api.operator();

    @Test
    void createsShowsChangesAndDeletes() {
        // Given
        String name = Api.unique("order") + ".created";
        String path = "/v1/event-types/" + name;

        // When
        var created = operator.post("/v1/event-types", """
                {"name": "%s", "description": "An order", "group": "Orders",
                 "schema": {"type": "object", "properties": {"total": {"type": "number"}}, "required": ["total"]},
                 "samplePayload": {"total": 1.10}, "priority": "high", "retrySchedule": ["PT10S", "PT1M"]}""".formatted(name));

        // Then
        created.statusCode(201)
                .header("Location", path)
                .body("group", equalTo("Orders"))
                .body("schema.required[0]", equalTo("total"))
                .body("priority", equalTo("high"))
                .body("retrySchedule", contains("PT10S", "PT1M"));
        String body = operator.get(path).statusCode(200).extract().asString();
        assertThat(body).isEqualTo(created.extract().asString()).contains("\"samplePayload\":{\"total\":1.10}");

        operator.patch(path, """
                        {"group": null, "priority": null, "schema": {"type": "object"}}""")
                .statusCode(200)
                .body("group", nullValue())
                .body("priority", equalTo("normal"))
                .body("schema", equalTo(java.util.Map.of("type", "object")))
                .body("description", equalTo("An order"))
                .body("retrySchedule", contains("PT10S", "PT1M"));
        operator.patch(path, "{\"retrySchedule\": null}").statusCode(200).body("retrySchedule", nullValue());

        operator.delete(path).statusCode(204);
        Api.refused(operator.get(path), 404, "not_found", null);
        Api.refused(operator.patch(path, "{}"), 404, "not_found", null);
        Api.refused(operator.delete(path), 404, "not_found", null);
    }

    @Test
    void refusesASecondOneButBringsBackADeletedOne() {
        String name = Api.newEventType();
        String again = """
                {"name": "%s"}""".formatted(name);

        Api.refused(operator.post("/v1/event-types", again), 409, "conflict", "name");
        operator.delete("/v1/event-types/" + name).statusCode(204);
        operator.post("/v1/event-types", again).statusCode(201);
    }

    @Test
    void holdsTheSampleAgainstTheSchema() {
        String name = Api.unique("sample");
        Api.invalid(operator.post("/v1/event-types", """
                                {"name": "%s", "schema": {"required": ["a"]}, "samplePayload": {}}""".formatted(name)), "samplePayload")
                .body("message", containsString("'a'"));
        operator.post("/v1/event-types", """
                        {"name": "%s", "samplePayload": {}}""".formatted(name)).statusCode(201);
        Api.invalid(operator.patch("/v1/event-types/" + name, """
                {"schema": {"required": ["a"]}}"""), "samplePayload");
        operator.patch("/v1/event-types/" + name, """
                        {"schema": {"required": ["a"]}, "samplePayload": {"a": "\\u0000 \\ud83d ä"}}""").statusCode(200);
        operator.get("/v1/event-types/" + name).statusCode(200);
    }

    @Test
    void saysWhichFieldIsWrong() {
        String name = Api.unique("bad");
        Api.invalid(operator.post("/v1/event-types", "{}"), "name");
        Api.invalid(operator.post("/v1/event-types", "{\"name\": \"Order\"}"), "name");
        Api.invalid(operator.post("/v1/event-types", "{\"name\": \"order.*\"}"), "name");
        Api.invalid(operator.post("/v1/event-types", "{\"name\": \"%s\", \"schema\": 1}".formatted(name)), "schema");
        Api.invalid(
                operator.post(
                        "/v1/event-types", "{\"name\": \"%s\", \"schema\": {\"type\": \"objekt\"}}".formatted(name)),
                "schema");
        Api.invalid(
                operator.post("/v1/event-types", "{\"name\": \"%s\", \"priority\": \"urgent\"}".formatted(name)),
                "priority");
        Api.invalid(
                operator.post("/v1/event-types", "{\"name\": \"%s\", \"priority\": 1}".formatted(name)), "priority");
        Api.invalid(
                operator.post("/v1/event-types", "{\"name\": \"%s\", \"versions\": []}".formatted(name)), "versions");
        Api.invalid(
                operator.post(
                        "/v1/event-types",
                        "{\"name\": \"%s\", \"description\": \"%s\"}".formatted(name, "x".repeat(2001))),
                "description");
        Api.invalid(
                operator.post("/v1/event-types", "{\"name\": \"%s\", \"retrySchedule\": [\"PT25H\"]}".formatted(name)),
                "retrySchedule");
        operator.get("/v1/event-types/" + name).statusCode(404);
        operator.get("/v1/event-types/No%20Name").statusCode(404);
    }

    @Test
    void isReadByEveryTenantAndWrittenByTheOperator() {
        String name = Api.newEventType();
        var viewer = Api.viewer(Api.newTenant());
        var admin = Api.admin(Api.newTenant());

        viewer.get("/v1/event-types").statusCode(200);
        viewer.get("/v1/event-types/" + name).statusCode(200);
        Api.refused(admin.post("/v1/event-types", "{}"), 403, "forbidden", null);
        Api.refused(admin.patch("/v1/event-types/" + name, "{}"), 403, "forbidden", null);
        Api.refused(admin.delete("/v1/event-types/" + name), 403, "forbidden", null);
    }
}
