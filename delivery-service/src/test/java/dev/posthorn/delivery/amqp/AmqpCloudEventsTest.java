package dev.posthorn.delivery.amqp;

import dev.posthorn.delivery.event.CloudEventReader;
import dev.posthorn.delivery.event.PublishingConfig;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.error.ErrorCode;
import io.quarkus.runtime.configuration.MemorySize;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AmqpCloudEventsTest {

    private static final String STRUCTURED =
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"a.b\",\"data\":{\"x\": 1.0}}";

    private final AmqpCloudEvents events = new AmqpCloudEvents(new CloudEventReader(new PublishingConfig() {
        @Override
        public MemorySize maxPayload() {
            return new MemorySize(BigInteger.valueOf(1000));
        }

        @Override
        public int maxBatch() {
            return 3;
        }
    }));

    @Test
    void readsStructuredEvents() {
        for (Section body : List.of(data(STRUCTURED), new AmqpValue(STRUCTURED), new AmqpValue(binary(STRUCTURED)))) {
            var addressed =
                    events.read(message("application/cloudevents+json; charset=utf-8", body, Map.of("tenant", "acme")));

            assertThat(addressed.tenant()).isEqualTo("acme");
            assertThat(addressed.event().draft().type()).isEqualTo("a.b");
            assertThat(new String(addressed.event().draft().payload(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"x\": 1.0}");
        }
    }

    @Test
    void readsBinaryEventsWithEitherPrefix() {
        for (String prefix : List.of("cloudEvents:", "cloudEvents_")) {
            var properties = attributes(prefix);
            properties.put(prefix + "tenant", "acme");
            properties.put(prefix + "deliverat", Date.from(Instant.parse("2026-01-15T10:30:00Z")));
            properties.put("other", 7);

            var addressed = events.read(message("application/json", data("{\"x\": 1.0}"), properties));

            assertThat(addressed.tenant()).isEqualTo("acme");
            assertThat(addressed.event().draft().deliverAt()).isEqualTo(Instant.parse("2026-01-15T10:30:00Z"));
            assertThat(new String(addressed.event().draft().payload(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"x\": 1.0}");
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(refusal(message("application/cloudevents+json", data(STRUCTURED), Map.of()))
                        .field())
                .isEqualTo("tenant");
        assertThat(refusal(message(
                                "application/cloudevents+json",
                                data(STRUCTURED.replace("\"data\"", "\"tenant\":\"a\",\"data\"")),
                                Map.of("tenant", "b")))
                        .field())
                .isEqualTo("tenant");
        assertThat(refusal(message("application/cloudevents-batch+json", data("[]"), Map.of("tenant", "a")))
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        assertThat(refusal(message("application/json", data("{}"), Map.of("tenant", "a")))
                        .field())
                .isEqualTo("cloudEvents:specversion");
        assertThat(refusal(message("text/plain", data("{}"), attributes("cloudEvents:")))
                        .field())
                .isEqualTo("datacontenttype");
        assertThat(refusal(message("application/json", null, attributes("cloudEvents:")))
                        .field())
                .isEqualTo("data");
        assertThat(refusal(message("application/json", new AmqpSequence(List.of(1)), attributes("cloudEvents:")))
                        .code())
                .isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusal(message("application/json", data("no JSON"), attributes("cloudEvents:")))
                        .code())
                .isEqualTo(ErrorCode.MALFORMED_REQUEST);
    }

    @Test
    void laysAsideWhatCameWithTheReason() {
        Message came = message("text/x", data("body"), Map.of("tenant", "acme", "field", "theirs"));

        Message refused = RefusedEvents.of(came, ApiException.malformed("No JSON"));

        assertThat(refused.isDurable()).isTrue();
        assertThat(refused.getContentType()).isEqualTo("text/x");
        assertThat(refused.getBody()).isSameAs(came.getBody());
        assertThat(refused.getApplicationProperties().getValue())
                .isEqualTo(Map.of("tenant", "acme", "error", "malformed_request", "message", "No JSON"));
    }

    private ApiException refusal(Message message) {
        return catchThrowableOfType(ApiException.class, () -> events.read(message));
    }

    private static Map<String, Object> attributes(String prefix) {
        var properties = new HashMap<String, Object>();
        Map.of("specversion", "1.0", "id", "1", "source", "/a", "type", "a.b")
                .forEach((name, value) -> properties.put(prefix + name, value));
        return properties;
    }

    private static Message message(String contentType, Section body, Map<String, Object> properties) {
        Message message = Proton.message();
        message.setContentType(contentType);
        message.setBody(body);
        message.setApplicationProperties(new ApplicationProperties(properties));
        return message;
    }

    private static Data data(String text) {
        return new Data(binary(text));
    }

    private static Binary binary(String text) {
        return new Binary(text.getBytes(StandardCharsets.UTF_8));
    }
}
