package dev.posthorn.subscription.endpoint;

import dev.posthorn.subscription.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class SubscriptionResourceTest {

    private String endpoint;
    private String subscriptions;
    private Api admin;

    @BeforeEach
    void createEndpoint() {
        String tenant = Api.newTenant();
        admin = Api.admin(tenant);
        endpoint = Api.newEndpoint(tenant);
        subscriptions = endpoint + "/subscriptions";
    }

    @Test
    void createsShowsChangesAndDeletes() {
        // Given
        String type = Api.newEventType();

        // When
        var created = admin.post(subscriptions, """
                {"eventType": "%s", "channels": ["emea"]}""".formatted(type));

        // Then
        created.statusCode(201).body("eventType", equalTo(type)).body("channels", contains("emea"));
        String path = created.extract().header("Location");
        admin.get(path).statusCode(200).body("eventType", equalTo(type));
        admin.get(endpoint).body("subscriptions.eventType", contains(type));

        admin.patch(path, "{\"eventType\": \"order.*\", \"channels\": null}")
                .statusCode(200)
                .body("eventType", equalTo("order.*"))
                .body("channels", empty());
        admin.get(endpoint).body("subscriptions.eventType", contains("order.*"));

        admin.delete(path).statusCode(204);
        Api.refused(admin.get(path), 404, "not_found", null);
        Api.refused(admin.delete(path), 404, "not_found", null);
        admin.get(endpoint).body("subscriptions", empty());
    }

    @Test
    void keepsItsFilterAndItsTransformation() {
        // When
        var created = admin.post(subscriptions, """
                {"eventType": "*", "filter": "data.total > 100", "transform": "{\\"sum\\": data.total}"}""");

        // Then
        created.statusCode(201).body("filter", equalTo("data.total > 100"));
        String path = created.extract().header("Location");
        admin.get(path).body("transform", equalTo("{\"sum\": data.total}"));
        admin.patch(path, "{\"transform\": \"data\"}").body("transform", equalTo("data"));
        admin.patch(path, "{\"filter\": null}").statusCode(200).body("filter", nullValue());
        admin.get(path).body("filter", nullValue()).body("transform", equalTo("data"));
        admin.get(endpoint).body("subscriptions.transform", contains("data"));
    }

    @Test
    void mayWantTheSameTypeUnderSeveralFilters() {
        admin.post(subscriptions, "{\"eventType\": \"*\", \"filter\": \"data.a = 1\"}")
                .statusCode(201);
        admin.post(subscriptions, "{\"eventType\": \"*\", \"filter\": \"data.a = 2\"}")
                .statusCode(201);
        Api.refused(
                admin.post(subscriptions, "{\"eventType\": \"*\", \"filter\": \"data.a = 2\"}"),
                409,
                "conflict",
                "eventType");
    }

    @Test
    void refusesExpressionsThatDoNotCompileAndSaysWhere() {
        Api.invalid(admin.post(subscriptions, "{\"eventType\": \"*\", \"filter\": \"data.total >\"}"), "filter")
                .body("message", containsString("at character 12"));
        Api.invalid(admin.post(subscriptions, "{\"eventType\": \"*\", \"transform\": \"$now()\"}"), "transform")
                .body("message", containsString("$now"));
        Api.invalid(admin.post(subscriptions, "{\"eventType\": \"*\", \"filter\": \"\"}"), "filter");
        String path =
                admin.post(subscriptions, "{\"eventType\": \"*\"}").extract().header("Location");
        Api.invalid(admin.patch(path, "{\"filter\": \"((\"}"), "filter");
        Api.invalid(
                admin.patch(endpoint, "{\"subscriptions\": [{\"eventType\": \"*\", \"transform\": \"{\"}]}"),
                "subscriptions[0].transform");
        admin.get(path).body("filter", nullValue());
    }

    @Test
    void listsNewestFirstInPages() {
        admin.post(subscriptions, "{\"eventType\": \"a.*\"}");
        admin.post(subscriptions, "{\"eventType\": \"b.*\"}");
        admin.post(subscriptions, "{\"eventType\": \"c.*\"}");

        var first = admin.get(subscriptions + "?limit=2").body("data.eventType", contains("c.*", "b.*"));
        String cursor = first.extract().path("nextCursor");
        admin.get(subscriptions + "?limit=2&cursor=" + cursor)
                .body("data.eventType", contains("a.*"))
                .body("nextCursor", nullValue());
    }

    @Test
    void refusesWhatIsThereOrWrong() {
        String path =
                admin.post(subscriptions, "{\"eventType\": \"*\"}").extract().header("Location");
        admin.post(subscriptions, "{\"eventType\": \"*\", \"channels\": [\"a\"]}")
                .statusCode(201);

        Api.refused(admin.post(subscriptions, "{\"eventType\": \"*\"}"), 409, "conflict", "eventType");
        Api.refused(admin.patch(path, "{\"channels\": [\"a\"]}"), 409, "conflict", "eventType");
        Api.invalid(admin.post(subscriptions, "{\"eventType\": \"no.such\"}"), "eventType");
        Api.invalid(admin.post(subscriptions, "{\"eventType\": \"Bad\"}"), "eventType");
        Api.invalid(admin.post(subscriptions, "{}"), "eventType");
        Api.invalid(admin.post(subscriptions, "{\"eventType\": \"*\", \"nonsense\": \"x\"}"), "nonsense");
        Api.invalid(admin.patch(path, "{\"eventType\": null}"), "eventType");
        Api.refused(admin.get(subscriptions + "/sub_nonsense"), 404, "not_found", null);
    }

    @Test
    void stopsAt100() {
        for (int i = 0; i < 100; i++) {
            admin.post(subscriptions, "{\"eventType\": \"t%d.*\"}".formatted(i)).statusCode(201);
        }

        Api.refused(admin.post(subscriptions, "{\"eventType\": \"*\"}"), 409, "conflict", "subscriptions");
    }
}
