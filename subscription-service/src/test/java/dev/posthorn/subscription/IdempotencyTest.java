package dev.posthorn.subscription;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class IdempotencyTest {

    private final Api operator = Api.operator();

    @Inject
    DataSource dataSource;

    @Test
    void answersARepeatWithTheFirstAnswer() {
        // Given
        String tenant = Api.newTenant();
        String path = "/v1/tenants/" + tenant + "/endpoints";
        String key = Api.unique("key");
        String body = "{\"url\": \"https://a.example\"}";
        var first = operator.postWithKey(key, path, body)
                .statusCode(201)
                .header("Idempotent-Replayed", nullValue())
                .extract();

        // When
        var second = operator.postWithKey(key, path, body).extract();

        // Then
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.contentType()).isEqualTo(first.contentType());
        assertThat(second.asString()).isEqualTo(first.asString());
        operator.get(path).body("data", hasSize(1));
    }

    @Test
    void refusesTheKeyWithAnotherRequest() {
        String tenant = Api.newTenant();
        String path = "/v1/tenants/" + tenant + "/endpoints";
        String key = Api.unique("key");
        operator.postWithKey(key, path, "{\"url\": \"https://a.example\"}").statusCode(201);

        Api.refused(
                operator.postWithKey(key, path, "{\"url\": \"https://b.example\"}"),
                409,
                "idempotency_key_reused",
                null);
        Api.refused(
                operator.postWithKey(key, "/v1/api-keys", "{\"name\": \"x\", \"scopes\": [\"read\"]}"),
                409,
                "idempotency_key_reused",
                null);
    }

    @Test
    void doesTheWorkOnceHoweverManyAskAtOnce() throws Exception {
        // Given
        String tenant = Api.newTenant();
        String path = "/v1/tenants/" + tenant + "/endpoints";
        String key = Api.unique("key");
        List<Callable<Response>> requests = IntStream.range(0, 12)
                .<Callable<Response>>mapToObj(
                        i -> () -> Api.extract(operator.postWithKey(key, path, "{\"url\": \"https://a.example\"}")))
                .toList();

        // When
        List<Response> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var answer : threads.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers)
                .extracting(Response::asString)
                .containsOnly(answers.getFirst().asString());
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotent-Replayed") == null)
                .hasSize(1);
        operator.get(path).body("data", hasSize(1));
    }

    @Test
    void judgesARefusedRequestAnew() {
        String id = Api.unique("later");
        String key = Api.unique("key");
        String apiKey = """
                {"name": "x", "scopes": ["read"], "tenantId": "%s"}""".formatted(id);
        Api.invalid(operator.postWithKey(key, "/v1/api-keys", apiKey), "tenantId");
        operator.post("/v1/tenants", """
                        {"id": "%s", "name": "Later", "contacts": []}""".formatted(id)).statusCode(201);

        operator.postWithKey(key, "/v1/api-keys", apiKey).statusCode(201).header("Idempotent-Replayed", nullValue());
    }

    @Test
    void keepsCallersApart() {
        String key = Api.unique("key");
        String body = "{\"name\": \"x\", \"scopes\": [\"read\"]}";
        String first = Api.admin(Api.newTenant())
                .postWithKey(key, "/v1/api-keys", body)
                .statusCode(201)
                .extract()
                .path("id");

        String second = Api.admin(Api.newTenant())
                .postWithKey(key, "/v1/api-keys", body)
                .statusCode(201)
                .extract()
                .path("id");

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void showsASecretAgainButStoresItSealed() throws SQLException {
        // Given
        String key = Api.unique("key");
        String body = "{\"name\": \"x\", \"scopes\": [\"read\"]}";
        String shown = operator.postWithKey(key, "/v1/api-keys", body).extract().path("key");

        // When
        String again = operator.postWithKey(key, "/v1/api-keys", body).extract().path("key");

        // Then
        assertThat(again).isEqualTo(shown);
        assertThat(column("select sealed_body from idempotent_answer where key = '" + key + "'"))
                .singleElement()
                .asString()
                .doesNotContain(shown);
    }

    @Test
    void forgetsAKeyAfterTwoDays() throws SQLException {
        // Given
        String tenant = Api.newTenant();
        String path = "/v1/tenants/" + tenant + "/endpoints";
        String key = Api.unique("key");
        operator.postWithKey(key, path, "{\"url\": \"https://a.example\"}").statusCode(201);
        String old = Api.unique("old");
        operator.postWithKey(old, path, "{\"url\": \"https://a.example\"}").statusCode(201);
        update(
                "update idempotent_answer set created_at = now() - interval '48 hours 1 second' where key in ('%s', '%s')"
                        .formatted(key, old));

        // When
        var answer = operator.postWithKey(key, path, "{\"url\": \"https://b.example\"}");

        // Then
        answer.statusCode(201).header("Idempotent-Replayed", nullValue());
        assertThat(column("select key from idempotent_answer where key = '" + old + "'"))
                .isEmpty();
    }

    /** As a crash between the change and the end of its transaction would. */
    @Test
    void undoesTheChangeWhenItsAnswerCannotBeStored() throws SQLException {
        // Given
        String tenant = Api.newTenant();
        String path = "/v1/tenants/" + tenant + "/endpoints";
        String key = Api.unique("doomed");
        String body = "{\"url\": \"https://a.example\"}";
        update("alter table idempotent_answer add constraint doomed check (key <> '%s' or status is null)"
                .formatted(key));

        // When
        operator.postWithKey(key, path, body).statusCode(500);

        // Then
        update("alter table idempotent_answer drop constraint doomed");
        operator.get(path).body("data", hasSize(0));
        assertThat(column("select key from idempotent_answer where key = '" + key + "'"))
                .isEmpty();
        operator.postWithKey(key, path, body).statusCode(201).header("Idempotent-Replayed", nullValue());
        operator.get(path).body("data", hasSize(1));
    }

    @Test
    void refusesAKeyThatIsNone() {
        String body = "{\"name\": \"x\", \"scopes\": [\"read\"]}";

        Api.refused(operator.postWithKey("", "/v1/api-keys", body), 400, "malformed_request", "Idempotency-Key");
        Api.refused(
                operator.postWithKey("k".repeat(256), "/v1/api-keys", body),
                400,
                "malformed_request",
                "Idempotency-Key");
    }

    private List<String> column(String query) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private void update(String statementText) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(statementText);
        }
    }
}
