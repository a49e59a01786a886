package dev.posthorn.subscription;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static io.restassured.RestAssured.given;

@QuarkusTest
class BadInputTest {

    private final Api operator = Api.operator();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"id\": \"x\"",
                "not json",
                "[]",
                "null",
                "5",
                "\"text\"",
                "{} {}",
                "{\"id\": \"a\", \"id\": \"b\"}",
                "{'id': 'x'}",
                "\uFEFF\uFEFF{}"
            })
    void answersWhatIsNoJsonObjectWith400(String body) {
        for (String path : new String[] {"/v1/tenants", "/v1/event-types", "/v1/api-keys"}) {
            Api.refused(operator.post(path, body), 400, "malformed_request", null);
            Api.refused(operator.postWithKey(Api.unique("k"), path, body), 400, "malformed_request", null);
        }
        Api.refused(operator.patch("/v1/tenants/" + Api.newTenant(), body), 400, "malformed_request", null);
    }

    @Test
    void answersNestingWithoutEndWith400() {
        Api.refused(operator.post("/v1/tenants", "[".repeat(100_000)), 400, "malformed_request", null);
        Api.refused(operator.post("/v1/tenants", "{\"metadata\":".repeat(5_000)), 400, "malformed_request", null);
    }

    @Test
    void answersInvalidUtf8With400() {
        byte[] body = "{\"id\": \"x\", \"name\": \"\u00e4\", \"contacts\": []}".getBytes(StandardCharsets.ISO_8859_1);

        Api.refused(operator.request().body(body).post("/v1/tenants").then(), 400, "malformed_request", null);
    }

    @Test
    void answersWhatIsTooLargeWith413() {
        String body = "{\"id\": \"x\", \"name\": \"" + "a".repeat(1_100_000) + "\"}";

        Api.refused(operator.post("/v1/tenants", body), 413, "payload_too_large", null);
        Api.refused(
                given().auth()
                        .oauth2(operator.token())
                        .contentType(ContentType.JSON)
                        .body(new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .post("/v1/tenants")
                        .then(),
                413,
                "payload_too_large",
                null);
    }

    @Test
    void answersOtherMediaTypesWith415() {
        Api.refused(
                operator.request()
                        .contentType("text/plain")
                        .body("{}")
                        .post("/v1/tenants")
                        .then(),
                415,
                "unsupported_media_type",
                null);
    }

    @Test
    void answersWhoAcceptsNoJsonWith406() {
        Api.refused(
                operator.request().accept("application/xml").get("/v1/tenants").then(), 406, "not_acceptable", null);
    }

    @Test
    void answersOtherMethodsAndPathsInTheSameShape() {
        Api.refused(operator.request().put("/v1/tenants").then(), 405, "method_not_allowed", null);
        Api.refused(operator.get("/v1/nothing"), 404, "not_found", null);
        Api.refused(operator.get("/nothing"), 404, "not_found", null);
        Api.refused(operator.get("/v1/tenants/%00"), 404, "not_found", null);
        Api.refused(operator.get("/v1/event-types/%00"), 404, "not_found", null);
        Api.refused(operator.get("/v1/event-types/..%2f"), 404, "not_found", null);
        Api.refused(operator.get("/v1/api-keys/key_%ff"), 404, "not_found", null);
        Api.refused(operator.get("/v1/tenants?cursor=%00"), 400, "malformed_request", "cursor");
    }
}
