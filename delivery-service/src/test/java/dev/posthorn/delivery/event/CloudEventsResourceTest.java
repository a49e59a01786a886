package dev.posthorn.delivery.event;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.testkit.LocalStack;
import dev.posthorn.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class CloudEventsResourceTest {

    private static final String DATA = "{\"b\": 1.10,\"a\":\"ü\"}";
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/orders\",\"type\":\"order.created\",\"data\":%s}";

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void startSubscriber() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "c" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
        catalog.endpoint(tenant, subscriber.url(), "order.*");
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void publishesAStructuredEvent() {
        // When
        structured(EVENT.formatted("4711", DATA))
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(202)
                .body("id", equalTo("4711:fc7d055239d9"))
                .body("type", equalTo("order.created"))
                .body("deliveries", equalTo(1));

        // Then
        TestSubscriber.Received received = subscriber.awaitOne();
        assertThat(received.header("webhook-id")).isEqualTo("4711:fc7d055239d9");
        assertThat(received.body()).endsWith(",\"data\":" + DATA + "}");
    }

    @Test
    void publishesABinaryEventOfAnyJsonMediaType() {
        for (String mediaType : new String[] {"application/json", "application/vnd.shop.order+json;charset=utf-8"}) {
            // When
            binary(mediaType, "id of " + mediaType.length())
                    .body(bytes(DATA))
                    .post("/v1/tenants/{t}/events", tenant)
                    .then()
                    .statusCode(202)
                    .body("id", equalTo(CloudEventIds.of("/orders", "id of " + mediaType.length())));
        }

        // Then
        assertThat(subscriber.await(2)).allSatisfy(it -> assertThat(it.body()).endsWith(",\"data\":" + DATA + "}"));
    }

    @Test
    void publishesABatchAllOrNone() {
        // When
        batch("[" + EVENT.formatted("1", "1") + "," + EVENT.formatted("2", "{}").replace("order.created", "unknown")
                        + "]")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(422)
                .body("field", equalTo("[1].type"));
        batch("[" + EVENT.formatted("3", "1") + "," + EVENT.formatted("4", "2") + "]")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(202)
                .body("events.id", equalTo(List.of("3:fc7d055239d9", "4:fc7d055239d9")));

        // Then
        subscriber.await(2);
        asOperator().get("/v1/tenants/{t}/events", tenant).then().body("data", hasSize(2));
    }

    @Test
    void publishesTheSameIdAndSourceOnce() {
        for (int n = 0; n < 2; n++) {
            structured(EVENT.formatted("7", "1"))
                    .post("/v1/tenants/{t}/events", tenant)
                    .then()
                    .statusCode(202)
                    .header("Idempotent-Replayed", n == 0 ? nullValue() : equalTo("true"));
        }
        structured(EVENT.formatted("7", "1").replace("/orders", "/invoices"))
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", nullValue());
        structured(EVENT.formatted("7", "2"))
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(409)
                .body("field", equalTo("id"));

        asOperator().get("/v1/tenants/{t}/events", tenant).then().body("data", hasSize(2));
    }

    @Test
    void takesAnIdempotencyKeyWithTheSameHeadersOnly() {
        binary("application/json", "1")
                .header("Idempotency-Key", "k")
                .body("1")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(202);
        binary("application/json", "2")
                .header("Idempotency-Key", "k")
                .body("1")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(409)
                .body("error", equalTo("idempotency_key_reused"));
    }

    @Test
    void refusesWhatIsNoGoodCloudEvent() {
        structured("{}")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(422)
                .body("field", equalTo("data"));
        structured(EVENT.formatted("1", "1").replace("}", ",\"tenant\":\"another\"}"))
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(422)
                .body("field", equalTo("tenant"));
        binary("text/plain", "1")
                .body("hello")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(422)
                .body("field", equalTo("datacontenttype"));
        binary("application/json", "1")
                .header("ce-priority", "urgent")
                .body("1")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(422)
                .body("field", equalTo("ce-priority"));
        asOperator()
                .contentType("text/plain")
                .body("hello")
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(415)
                .body("error", equalTo("unsupported_media_type"));
    }

    @Test
    void askForTheSamePermissionAsEveryEvent() {
        given().auth()
                .oauth2(Tokens.tenantViewer(tenant))
                .contentType("application/cloudevents+json")
                .body(bytes(EVENT.formatted("1", "1")))
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(403);
        given().contentType("application/cloudevents-batch+json")
                .body(bytes("[]"))
                .post("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(401);
    }

    private RequestSpecification structured(String body) {
        return asOperator().contentType("application/cloudevents+json").body(bytes(body));
    }

    private RequestSpecification batch(String body) {
        return asOperator().contentType("application/cloudevents-batch+json").body(bytes(body));
    }

    private RequestSpecification binary(String mediaType, String id) {
        return asOperator()
                .contentType(mediaType)
                .header("ce-specversion", "1.0")
                .header("ce-id", id)
                .header("ce-source", "/orders")
                .header("ce-type", "order.created");
    }

    /** RestAssured adds no charset of its own. */
    private static RequestSpecification asOperator() {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .auth()
                .oauth2(Tokens.operator());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
