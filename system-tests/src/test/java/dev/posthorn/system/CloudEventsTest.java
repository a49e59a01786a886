package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** CloudEvents published over HTTP, through the gateway. */
@ExtendWith(StackExtension.class)
class CloudEventsTest {

    private static final String DATA = "{\"z\":1.10, \"a\":1e3,\"name\":\"Zoë 🚀\"}";

    private final Stack stack;
    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    CloudEventsTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
        tenant.endpointAt(subscriber).create();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void publishesStructuredBinaryAndBatchedEventsWithTheirBytes() {
        // When
        as("application/cloudevents+json")
                .body(bytes(event("s")))
                .post("/events")
                .then()
                .statusCode(202)
                .body("id", equalTo("s:fc7d055239d9"));
        as("application/vnd.shop+json")
                .header("ce-specversion", "1.0")
                .header("ce-id", "b")
                .header("ce-source", "/orders")
                .header("ce-type", Stack.EVENT_TYPE)
                .body(bytes(DATA))
                .post("/events")
                .then()
                .statusCode(202);
        as("application/cloudevents-batch+json")
                .body(bytes("[" + event("l1") + "," + event("l2") + "]"))
                .post("/events")
                .then()
                .statusCode(202)
                .body("events", hasSize(2));

        // Then
        assertThat(subscriber.await(4)).allSatisfy(it -> assertThat(it.body()).endsWith("\"data\":" + DATA + "}"));
        assertThat(subscriber.receivedIds())
                .containsExactlyInAnyOrder("s:fc7d055239d9", "b:fc7d055239d9", "l1:fc7d055239d9", "l2:fc7d055239d9");
    }

    @Test
    void refusesWhatItCannotDeliverAsPublished() {
        as("application/cloudevents+json")
                .body(bytes(event("x").replace("\"data\":" + DATA, "\"data_base64\":\"AQ==\"")))
                .post("/events")
                .then()
                .statusCode(422)
                .body("field", equalTo("data_base64"));
        as("text/xml")
                .header("ce-specversion", "1.0")
                .body(bytes("<a/>"))
                .post("/events")
                .then()
                .statusCode(422)
                .body("field", equalTo("datacontenttype"));
        assertThat(tenant.get("/events").getList("data")).isEmpty();
    }

    private static String event(String id) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/orders\",\"type\":\"" + Stack.EVENT_TYPE
                + "\",\"data\":" + DATA + "}";
    }

    private RequestSpecification as(String mediaType) {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .baseUri(stack.url())
                .basePath(tenant.path())
                .auth()
                .oauth2(tenant.key())
                .contentType(mediaType);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
