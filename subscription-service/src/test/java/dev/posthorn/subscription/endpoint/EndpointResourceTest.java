package dev.posthorn.subscription.endpoint;

import dev.posthorn.subscription.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
class EndpointResourceTest {

    private String tenant;
    private String endpoints;
    private Api admin;

    @BeforeEach
    void createTenant() {
        tenant = Api.newTenant();
        endpoints = "/v1/tenants/" + tenant + "/endpoints";
        admin = Api.admin(tenant);
    }

    @Test
    void createsAndShows() {
        // Given
        String type = Api.newEventType();

        // When
        var created = admin.post(endpoints, """
                {"url": "https://hooks.example.com/orders", "name": "Orders", "description": "All of them",
                 "subscriptions": [{"eventType": "%s", "channels": ["b", "a", "b"]}, {"eventType": "order.*"}],
                 "headers": {"X-Environment": "production"}, "timeout": "PT5S", "retrySchedule": ["PT1S", "PT5M"]}""".formatted(type));

        // Then
        created.statusCode(201)
                .body("id", startsWith("ep_"))
                .body("tenantId", equalTo(tenant))
                .body("status", equalTo("enabled"))
                .body("statusReason", nullValue())
                .body("subscriptions.eventType", contains(type, "order.*"))
                .body("subscriptions[0].id", startsWith("sub_"))
                .body("subscriptions[0].channels", contains("a", "b"))
                .body("headers.X-Environment", equalTo("production"))
                .body("timeout", equalTo("PT5S"))
                .body("retrySchedule", contains("PT1S", "PT5M"))
                .body("secret", nullValue());
        String path = created.extract().header("Location");
        assertThat(admin.get(path).statusCode(200).extract().asString())
                .isEqualTo(created.extract().asString());
        assertThat(admin.get(endpoints).extract().jsonPath().getList("data")).hasSize(1);
    }

    @Test
    void leavesToPosthornWhatWasNotSaid() {
        admin.post(endpoints, """
                        {"url": "https://hooks.example.com/a", "subscriptions": null}""")
                .statusCode(201)
                .body("subscriptions", empty())
                .body("headers", anEmptyMap())
                .body("timeout", nullValue())
                .body("retrySchedule", nullValue())
                .body("name", nullValue());
    }

    @Test
    void changesWhatAPatchNames() {
        // Given
        String path = admin.post(endpoints, """
                        {"url": "https://hooks.example.com/a", "name": "A", "timeout": "PT7S",
                         "headers": {"X-A": "1", "X-B": "2"},
                         "subscriptions": [{"eventType": "order.*"}, {"eventType": "user.*"}]}""").extract().header("Location");
        String kept = admin.get(path).extract().path("subscriptions[0].id");

        // When
        var patched = admin.patch(path, """
                {"status": "paused", "timeout": null, "headers": {"X-B": null, "X-C": "3"}, "retrySchedule": [],
                 "subscriptions": [{"eventType": "order.*"}, {"eventType": "*", "channels": ["x"]}]}""");

        // Then
        patched.statusCode(200)
                .body("status", equalTo("paused"))
                .body("name", equalTo("A"))
                .body("timeout", nullValue())
                .body("headers", equalTo(Map.of("X-A", "1", "X-C", "3")))
                .body("retrySchedule", empty())
                .body("subscriptions.eventType", contains("order.*", "*"))
                .body("subscriptions[0].id", equalTo(kept));
        assertThat(admin.get(path).extract().asString())
                .isEqualTo(patched.extract().asString());
        admin.patch(path, "{\"status\": \"disabled\"}").body("status", equalTo("disabled"));
        admin.patch(path, "{\"status\": \"enabled\"}").body("status", equalTo("enabled"));
    }

    @Test
    void acceptsPatchesUnderTheirOwnMediaType() {
        String path = Api.newEndpoint(tenant);

        admin.request()
                .contentType("application/merge-patch+json")
                .body("{\"name\": \"B\"}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("name", equalTo("B"));
    }

    @Test
    void deletes() {
        String path = Api.newEndpoint(tenant);

        admin.delete(path).statusCode(204);

        Api.refused(admin.get(path), 404, "not_found", null);
        Api.refused(admin.patch(path, "{}"), 404, "not_found", null);
        Api.refused(admin.delete(path), 404, "not_found", null);
        Api.refused(admin.get(path + "/secret"), 404, "not_found", null);
        Api.refused(admin.get(path + "/subscriptions"), 404, "not_found", null);
        admin.get(endpoints).body("data", empty());
    }

    @Test
    void goesWithItsTenant() {
        String path = Api.newEndpoint(tenant);

        Api.operator().delete("/v1/tenants/" + tenant).statusCode(204);

        Api.refused(Api.operator().get(path), 404, "not_found", null);
        Api.refused(Api.operator().get(endpoints), 404, "not_found", null);
        Api.refused(Api.operator().post(endpoints, "{\"url\": \"https://hooks.example.com\"}"), 404, "not_found", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                       | url
            {"url": null}                                                            | url
            {"url": 5}                                                               | url
            {"url": "nonsense"}                                                      | url
            {"url": "http://hooks.example.com"}                                      | url
            {"url": "https://127.0.0.1/"}                                            | url
            {"url": "https://localhost/"}                                            | url
            {"url": "https://0x7f000001/"}                                           | url
            {"url": "https://user@hooks.example.com"}                                | url
            {"url": "https://a.example/\\u0000"}                                     | url
            {"url": "https://a.example", "colour": 5}                                | colour
            {"url": "https://a.example", "status": "paused"}                         | status
            {"url": "https://a.example", "name": 5}                                  | name
            {"url": "https://a.example", "name": "\\ud800"}                          | name
            {"url": "https://a.example", "timeout": 5}                               | timeout
            {"url": "https://a.example", "timeout": "5s"}                            | timeout
            {"url": "https://a.example", "timeout": "PT31S"}                         | timeout
            {"url": "https://a.example", "retrySchedule": ["PT0S"]}                  | retrySchedule
            {"url": "https://a.example", "retrySchedule": [null]}                    | retrySchedule
            {"url": "https://a.example", "retrySchedule": "PT1S"}                    | retrySchedule
            {"url": "https://a.example", "headers": {"Host": "x"}}                   | headers.Host
            {"url": "https://a.example", "headers": {"X-A": 1}}                      | headers.X-A
            {"url": "https://a.example", "headers": {"X-A": null}}                   | headers.X-A
            {"url": "https://a.example", "headers": []}                              | headers
            {"url": "https://a.example", "subscriptions": [{}]}                      | subscriptions[0].eventType
            {"url": "https://a.example", "subscriptions": [null]}                    | subscriptions[0]
            {"url": "https://a.example", "subscriptions": {}}                        | subscriptions
            {"url": "https://a.example", "subscriptions": [{"eventType": "A.b"}]}    | subscriptions[0].eventType
            {"url": "https://a.example", "subscriptions": [{"eventType": "no.such"}]}| subscriptions[0].eventType
            {"url": "https://a.example", "subscriptions": [{"eventType": "*"}, {"eventType": "*"}]} | subscriptions[1]
            {"url": "https://a.example", "subscriptions": [{"eventType": "*", "filter": "(("}]} | subscriptions[0].filter
            {"url": "https://a.example", "subscriptions": [{"eventType": "*", "channels": ["a b"]}]} | subscriptions[0].channels[0]
            {"url": "https://a.example", "subscriptions": [{"eventType": "*", "channels": [null]}]} | subscriptions[0].channels[0]
            """)
    void saysWhichFieldIsWrong(String body, String field) {
        Api.invalid(admin.post(endpoints, body), field);
        admin.get(endpoints).body("data", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\": null}",
                "{\"url\": \"http://a.example\"}",
                "{\"status\": \"broken\"}",
                "{\"statusReason\": \"x\"}",
                "{\"id\": \"ep_1\"}",
                "{\"timeout\": 5}",
                "{\"headers\": {\"Host\": \"x\"}}",
                "{\"subscriptions\": [{\"eventType\": \"no.such\"}]}"
            })
    void changesNothingWhenAPatchIsWrong(String patch) {
        String path = Api.newEndpoint(tenant);
        String before = admin.get(path).extract().asString();

        admin.patch(path, patch).statusCode(422);

        assertThat(admin.get(path).extract().asString()).isEqualTo(before);
    }

    @Test
    void hasAtMost100Subscriptions() {
        String list = IntStream.range(0, 101)
                .mapToObj(i -> "{\"eventType\": \"t%d.*\"}".formatted(i))
                .collect(Collectors.joining(","));

        Api.invalid(
                admin.post(endpoints, "{\"url\": \"https://a.example\", \"subscriptions\": [" + list + "]}"),
                "subscriptions");
    }

    @Test
    void keepsASubscriptionWhoseTypeIsDeleted() {
        // Given
        String type = Api.newEventType();
        String path = admin.post(endpoints, """
                        {"url": "https://a.example", "subscriptions": [{"eventType": "%s"}]}""".formatted(type)).extract().header("Location");
        Api.operator().delete("/v1/event-types/" + type).statusCode(204);

        // When
        var patched = admin.patch(path, "{\"name\": \"still fine\"}");

        // Then
        patched.statusCode(200).body("subscriptions.eventType", contains(type));
    }

    @Test
    void isOutOfReachOfOtherTenants() {
        String path = Api.newEndpoint(tenant);
        var other = Api.admin(Api.newTenant());

        for (var answer : List.of(
                other.get(path),
                other.get(endpoints),
                other.patch(path, "{}"),
                other.delete(path),
                other.get(path + "/secret"),
                other.post(endpoints, "{\"url\": \"https://a.example\"}"))) {
            Api.refused(answer, 404, "not_found", null);
        }
        // Nor through a tenant of one's own.
        String id = path.substring(path.lastIndexOf('/') + 1);
        String own = Api.newTenant();
        Api.refused(Api.admin(own).get("/v1/tenants/" + own + "/endpoints/" + id), 404, "not_found", null);
        Api.refused(Api.operator().get("/v1/tenants/" + own + "/endpoints/" + id), 404, "not_found", null);
        Api.refused(Api.operator().get(endpoints + "/ep_nonsense"), 404, "not_found", null);
    }

    @Test
    void showsViewersNoSecretsAndLetsThemChangeNothing() {
        String path = admin.post(endpoints, """
                        {"url": "https://a.example", "headers": {"Authorization": "Bearer abc"}}""").extract().header("Location");
        var viewer = Api.viewer(tenant);

        viewer.get(path).statusCode(200).body("headers.Authorization", equalTo("(hidden)"));
        viewer.get(endpoints).statusCode(200).body("data[0].headers.Authorization", equalTo("(hidden)"));
        Api.refused(viewer.get(path + "/secret"), 403, "forbidden", null);
        Api.refused(viewer.post(endpoints, "{\"url\": \"https://a.example\"}"), 403, "forbidden", null);
        Api.refused(viewer.patch(path, "{}"), 403, "forbidden", null);
        Api.refused(viewer.delete(path), 403, "forbidden", null);
        Api.refused(viewer.post(path + "/secret/rotate", "{}"), 403, "forbidden", null);
    }

    @Test
    void listsInPages() {
        for (int i = 0; i < 5; i++) {
            Api.newEndpoint(tenant);
        }
        var first = admin.get(endpoints + "?limit=3").body("data", hasSize(3));
        String cursor = first.extract().path("nextCursor");

        admin.get(endpoints + "?limit=3&cursor=" + cursor)
                .body("data", hasSize(2))
                .body("nextCursor", nullValue());
    }
}
