package dev.posthorn.subscription.tenant;

import dev.posthorn.subscription.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class TenantResourceTest {

    private final Api operator = Api.operator();

    @Test
    void createsShowsChangesAndDeletes() {
        // Given
        String id = Api.unique("acme");

        // When
        var created = operator.post("/v1/tenants", """
                {"id": "%s", "name": "Acme Ltd", "contacts": ["ops@acme.example"], "metadata": {"plan": {"seats": 3}}}""".formatted(id));

        // Then
        created.statusCode(201)
                .header("Location", "/v1/tenants/" + id)
                .body("id", equalTo(id))
                .body("contacts", contains("ops@acme.example"))
                .body("metadata.plan.seats", equalTo(3));
        String path = "/v1/tenants/" + id;
        String body = operator.get(path).statusCode(200).extract().asString();
        assertThat(body).isEqualTo(created.extract().asString());

        operator.patch(path, """
                        {"name": "Acme", "metadata": {"plan": {"name": "gold"}}}""")
                .statusCode(200)
                .body("name", equalTo("Acme"))
                .body("contacts", contains("ops@acme.example"))
                .body("metadata.plan.seats", equalTo(3))
                .body("metadata.plan.name", equalTo("gold"));
        operator.patch(path, """
                        {"metadata": null, "contacts": []}""").statusCode(200).body("metadata", nullValue()).body("contacts", empty());

        operator.delete(path).statusCode(204);
        Api.refused(operator.get(path), 404, "not_found", null);
        Api.refused(operator.delete(path), 404, "not_found", null);
        Api.refused(operator.patch(path, "{}"), 404, "not_found", null);
    }

    @Test
    void refusesAnIdThatIsOrWasTaken() {
        String id = Api.newTenant();
        String again = """
                {"id": "%s", "name": "Other", "contacts": []}""".formatted(id);

        Api.refused(operator.post("/v1/tenants", again), 409, "conflict", "id");
        operator.delete("/v1/tenants/" + id).statusCode(204);
        Api.refused(operator.post("/v1/tenants", again), 409, "conflict", "id");
    }

    @Test
    void createsOneOutOfManyAtOnce() throws Exception {
        // Given
        String body = """
                {"id": "%s", "name": "Race", "contacts": []}""".formatted(Api.unique("race"));
        List<Callable<Integer>> requests = IntStream.range(0, 12)
                .<Callable<Integer>>mapToObj(
                        i -> () -> operator.post("/v1/tenants", body).extract().statusCode())
                .toList();

        // When
        List<Integer> statuses = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var answer : threads.invokeAll(requests)) {
                statuses.add(answer.get());
            }
        }

        // Then
        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void listsNewestFirstWhileTenantsAreAdded() {
        // Given
        String first = Api.newTenant();
        String second = Api.newTenant();
        var page = operator.get("/v1/tenants?limit=1").statusCode(200);
        page.body("data.id", contains(second));

        // When
        Api.newTenant();

        // Then
        String cursor = page.extract().path("nextCursor");
        operator.get("/v1/tenants?limit=1&cursor=" + cursor).body("data.id", contains(first));
        Api.refused(operator.get("/v1/tenants?cursor=nonsense"), 400, "malformed_request", "cursor");
        Api.refused(operator.get("/v1/tenants?limit=251"), 400, "malformed_request", "limit");
    }

    @Test
    void saysWhichFieldIsWrong() {
        String id = Api.unique("bad");
        Api.invalid(operator.post("/v1/tenants", "{}"), "contacts");
        Api.invalid(operator.post("/v1/tenants", """
                {"id": "Upper", "name": "A", "contacts": []}"""), "id");
        Api.invalid(operator.post("/v1/tenants", """
                {"id": "%s", "contacts": []}""".formatted(id)), "name");
        Api.invalid(operator.post("/v1/tenants", """
                {"id": "%s", "name": " ", "contacts": []}""".formatted(id)), "name");
        Api.invalid(operator.post("/v1/tenants", """
                {"id": "%s", "name": "A"}""".formatted(id)), "contacts");
        Api.invalid(operator.post("/v1/tenants", """
                {"id": "%s", "name": "A", "contacts": ["a@b.example", "nobody"]}""".formatted(id)), "contacts[1]");
        Api.invalid(operator.post("/v1/tenants", """
                {"id": "%s", "name": "A", "contacts": [null]}""".formatted(id)), "contacts[0]");
        Api.invalid(operator.post("/v1/tenants", """
                {"id": "%s", "name": "A", "contacts": ["a@b.example\\nBcc: x@y.example"]}""".formatted(id)), "contacts[0]");
        Api.invalid(operator.post("/v1/tenants", """
                {"id": "%s", "name": "A", "contacts": [], "metadata": 5}""".formatted(id)), "metadata");
        Api.invalid(operator.post("/v1/tenants", """
                {"id": "%s", "name": "A", "contacts": [], "unknown": 1}""".formatted(id)), "unknown");
        operator.get("/v1/tenants/" + id).statusCode(404);
    }

    @Test
    void saysWhichFieldOfAPatchIsWrong() {
        String path = "/v1/tenants/" + Api.newTenant();

        Api.invalid(operator.patch(path, "{\"name\": null}"), "name");
        Api.invalid(operator.patch(path, "{\"name\": 5}"), "name");
        Api.invalid(operator.patch(path, "{\"id\": \"other\"}"), "id");
        Api.invalid(operator.patch(path, "{\"contacts\": [\"x\"]}"), "contacts[0]");
        Api.refused(operator.patch(path, "[]"), 400, "malformed_request", null);
        Api.refused(operator.patch(path, "null"), 400, "malformed_request", null);
    }

    @Test
    void isManagedByTheOperatorOnly() {
        String tenant = Api.newTenant();
        String path = "/v1/tenants/" + tenant;
        var admin = Api.admin(tenant);

        admin.get(path).statusCode(200);
        Api.viewer(tenant).get(path).statusCode(200);
        Api.refused(admin.patch(path, "{}"), 403, "forbidden", null);
        Api.refused(admin.delete(path), 403, "forbidden", null);
        Api.refused(admin.get("/v1/tenants"), 403, "forbidden", null);
        Api.refused(admin.post("/v1/tenants", "{}"), 403, "forbidden", null);

        var other = Api.admin(Api.unique("other"));
        Api.refused(other.get(path), 404, "not_found", null);
        Api.refused(other.patch(path, "{}"), 404, "not_found", null);
        Api.refused(other.delete(path), 404, "not_found", null);
    }
}
