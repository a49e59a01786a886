package dev.posthorn.subscription;

import dev.posthorn.testkit.Tokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

/** The service as a caller sees it. */
public record Api(String token) {

    public static Api operator() {
        return new Api(Tokens.operator());
    }

    public static Api admin(String tenant) {
        return new Api(Tokens.tenantAdmin(tenant));
    }

    public static Api viewer(String tenant) {
        return new Api(Tokens.tenantViewer(tenant));
    }

    /** A name that no other test uses. */
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    /** Creates a tenant of its own for a test. */
    public static String newTenant() {
        String tenant = unique("tenant");
        operator().post("/v1/tenants", """
                        {"id": "%s", "name": "Test", "contacts": []}""".formatted(tenant)).statusCode(201);
        return tenant;
    }

    /** Creates an event type of its own for a test. */
    public static String newEventType() {
        String name = unique("type") + ".created";
        operator().post("/v1/event-types", """
                        {"name": "%s"}""".formatted(name)).statusCode(201);
        return name;
    }

    /** Creates an endpoint that receives all events; returns its path. */
    public static String newEndpoint(String tenant) {
        return admin(tenant)
                .post("/v1/tenants/" + tenant + "/endpoints", """
                        {"url": "https://hooks.example.com/a"}""")
                .statusCode(201)
                .extract()
                .header("Location");
    }

    public RequestSpecification request() {
        return given().auth().oauth2(token).contentType(ContentType.JSON).urlEncodingEnabled(false);
    }

    public ValidatableResponse get(String path) {
        return request().get(path).then();
    }

    public ValidatableResponse post(String path, String body) {
        return request().body(body).post(path).then();
    }

    public ValidatableResponse postWithKey(String key, String path, String body) {
        return request().header("Idempotency-Key", key).body(body).post(path).then();
    }

    public ValidatableResponse patch(String path, String body) {
        return request().body(body).patch(path).then();
    }

    public ValidatableResponse delete(String path) {
        return request().delete(path).then();
    }

    /** Holds an answer against the one shape of errors. */
    public static ValidatableResponse refused(ValidatableResponse answer, int status, String error, String field) {
        return answer.statusCode(status)
                .contentType(ContentType.JSON)
                .body("error", equalTo(error))
                .body("field", equalTo(field))
                .body("message", notNullValue())
                .body("timestamp", notNullValue())
                .body("traceId", notNullValue());
    }

    public static ValidatableResponse invalid(ValidatableResponse answer, String field) {
        return refused(answer, 422, "validation_failed", field);
    }

    public static Response extract(ValidatableResponse answer) {
        return answer.extract().response();
    }
}
