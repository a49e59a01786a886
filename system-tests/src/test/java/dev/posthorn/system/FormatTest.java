package dev.posthorn.system;

import com.standardwebhooks.Webhook;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import java.io.File;
import java.io.StringReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** Every format of docs/formats.md, as a receiver gets it. */
@ExtendWith(StackExtension.class)
class FormatTest {

    /** What a parser and a writer of JSON would change. */
    private static final String PAYLOAD =
            "{\"z\":1.10, \"a\":1e3,\"big\":100000000000000000000.10,\"u\":\"\\u00fc ü 🚀\"}";

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    FormatTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    /** Publishes to an endpoint of the format, and checks what is so in all of them. */
    private Received received(String format, String payload) throws Exception {
        var endpoint = tenant.endpointAt(subscriber).format(format).create();
        tenant.api()
                .body("{\"id\":\"order-7\",\"type\":\"" + Stack.EVENT_TYPE + "\",\"payload\":" + payload + "}")
                .post("/events")
                .then()
                .statusCode(202);
        var request = subscriber.awaitOne();
        assertThat(request.eventId()).isEqualTo("order-7");
        new Webhook(tenant.get("/endpoints/{id}/secret", endpoint).getString("secret"))
                .verify(request.body(), request.headers().map());
        return request;
    }

    /** The log shows the body that was sent. */
    private void isShown(Received request) {
        await().until(() -> !tenant.attempts().isEmpty());
        tenant.api()
                .get("/attempts/{id}", tenant.attempts().getFirst().id())
                .then()
                .statusCode(200)
                .body("request.body", equalTo(request.body()));
    }

    @Test
    void envelope() throws Exception {
        var request = received("envelope", PAYLOAD);

        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.body())
                .startsWith("{\"id\":\"order-7\",\"type\":\"" + Stack.EVENT_TYPE + "\",\"timestamp\":\"")
                .endsWith("\"data\":" + PAYLOAD + "}");
        isShown(request);
    }

    @Test
    void bare() throws Exception {
        var request = received("bare", PAYLOAD);

        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("webhook-event-type")).isEqualTo(Stack.EVENT_TYPE);
        assertThat(request.body()).isEqualTo(PAYLOAD);
        isShown(request);
    }

    @Test
    void cloudEventsStructured() throws Exception {
        var request = received("cloudevents", PAYLOAD);

        assertThat(request.header("content-type")).startsWith("application/cloudevents+json");
        assertThat(request.body())
                .startsWith("{\"specversion\":\"1.0\",\"id\":\"order-7\",\"source\":\"" + tenant.path()
                        + "\",\"type\":\"" + Stack.EVENT_TYPE + "\"")
                .contains("\"datacontenttype\":\"application/json\"")
                .endsWith("\"data\":" + PAYLOAD + "}");
        isShown(request);
    }

    @Test
    void cloudEventsBinary() throws Exception {
        var request = received("cloudevents-binary", PAYLOAD);

        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("ce-specversion")).isEqualTo("1.0");
        assertThat(request.header("ce-id")).isEqualTo("order-7");
        assertThat(request.header("ce-source")).isEqualTo(tenant.path());
        assertThat(request.header("ce-type")).isEqualTo(Stack.EVENT_TYPE);
        assertThat(request.header("ce-time")).matches("[0-9T:.-]+Z");
        assertThat(request.body()).isEqualTo(PAYLOAD);
        isShown(request);
    }

    @Test
    void xmlThatMeetsItsSchema() throws Exception {
        var request = received("xml", "{\"1st <b>\":1.10,\"list\":[true,null],\"text\":\"a & \\u0000\"}");

        assertThat(request.header("content-type")).startsWith("application/xml");
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(new File("../docs/event.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(request.body())));
        assertThat(request.body())
                .contains("<event id=\"order-7\" type=\"" + Stack.EVENT_TYPE + "\"")
                .contains("<member name=\"1st &lt;b&gt;\" type=\"number\">1.10</member>")
                .contains("<list type=\"array\"><item type=\"boolean\">true</item><item type=\"null\"></item></list>")
                .contains("<text type=\"string\" escaped=\"true\">a &amp; \\u0000</text>");
        isShown(request);
    }
}
