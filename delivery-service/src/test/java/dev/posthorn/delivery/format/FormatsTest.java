package dev.posthorn.delivery.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.routing.Format;
import dev.posthorn.foundation.id.EventId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FormatsTest {

    /** What a parser and a writer of JSON would change. */
    private static final String PAYLOAD =
            "{\"z\":1.10, \"a\":1e3,\"big\":100000000000000000000.10,\"u\":\"\\u00fc ü\"}";

    private static final String TIME = "2026-01-15T10:30:00.123Z";

    private static AcceptedEvent event(String id, String type, String payload) {
        return new AcceptedEvent(
                EventId.next(),
                "acme",
                id,
                type,
                List.of(),
                Instant.parse("2026-01-15T10:30:00.123Z"),
                payload.getBytes(StandardCharsets.UTF_8),
                List.of(),
                EventOptions.NONE);
    }

    private static final AcceptedEvent EVENT = event("order-7", "order.created", PAYLOAD);
    private static final AcceptedEvent OTHER = event("order-8", "order.paid", "[1]");

    private static String text(Content content) {
        return new String(content.body(), StandardCharsets.UTF_8);
    }

    @Test
    void envelopeStandsAroundThePayload() {
        Content content = Formats.one(Format.ENVELOPE, EVENT);

        assertThat(content.type()).isEqualTo("application/json");
        assertThat(text(content))
                .isEqualTo("{\"id\":\"order-7\",\"type\":\"order.created\",\"timestamp\":\"" + TIME + "\",\"data\":"
                        + PAYLOAD + "}");
    }

    @Test
    void bareIsThePayloadAndTellsItsTypeInAHeader() {
        Content content = Formats.one(Format.BARE, EVENT);

        assertThat(content.type()).isEqualTo("application/json");
        assertThat(content.headers()).containsExactly(Map.entry("webhook-event-type", "order.created"));
        assertThat(text(content)).isEqualTo(PAYLOAD);
    }

    @Test
    void structuredCloudEventHasTheRequiredAttributes() {
        Content content = Formats.one(Format.CLOUDEVENTS, EVENT);

        assertThat(content.type()).isEqualTo("application/cloudevents+json; charset=utf-8");
        assertThat(content.headers()).isEmpty();
        assertThat(text(content))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"order-7\",\"source\":\"/v1/tenants/acme\","
                        + "\"type\":\"order.created\",\"time\":\"" + TIME
                        + "\",\"datacontenttype\":\"application/json\",\"data\":" + PAYLOAD + "}");
    }

    @Test
    void binaryCloudEventHasItsAttributesInHeaders() {
        Content content = Formats.one(Format.CLOUDEVENTS_BINARY, EVENT);

        assertThat(content.type()).isEqualTo("application/json");
        assertThat(content.headers())
                .containsExactly(
                        Map.entry("ce-specversion", "1.0"),
                        Map.entry("ce-id", "order-7"),
                        Map.entry("ce-source", "/v1/tenants/acme"),
                        Map.entry("ce-type", "order.created"),
                        Map.entry("ce-time", TIME));
        assertThat(text(content)).isEqualTo(PAYLOAD);
    }

    /** CloudEvents HTTP binding 1.0.2 §3.1.3.2, with its own example. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "Euro € 😀|Euro%20%E2%82%AC%20%F0%9F%98%80",
                "say \"hi\"|say%20%22hi%22",
                "100%|100%25",
                "a:b/c-d_e~f!|a:b/c-d_e~f!",
                "tab\tdel\u007f|tab%09del%7F"
            })
    void cloudEventHeadersArePercentEncoded(String value, String encoded) {
        assertThat(CloudEvents.encoded(value)).isEqualTo(encoded);
    }

    @Test
    void severalEnvelopesAreAnArray() throws Exception {
        Content content = Formats.several(Format.ENVELOPE, List.of(EVENT, OTHER));

        assertThat(content.type()).isEqualTo("application/json");
        assertThat(text(content))
                .isEqualTo("[" + text(Formats.one(Format.ENVELOPE, EVENT)) + ","
                        + text(Formats.one(Format.ENVELOPE, OTHER)) + "]");
        JsonNode list = new ObjectMapper().readTree(content.body());
        assertThat(list.findValuesAsText("id")).containsExactly("order-7", "order-8");
    }

    @Test
    void aListOfOneIsAListTheSame() {
        assertThat(text(Formats.several(Format.BARE, List.of(EVENT)))).isEqualTo("[" + PAYLOAD + "]");
    }

    @Test
    void severalBarePayloadsTellTheirTypeWhenTheyHaveOne() {
        assertThat(text(Formats.several(Format.BARE, List.of(EVENT, OTHER)))).isEqualTo("[" + PAYLOAD + ",[1]]");
        assertThat(Formats.several(Format.BARE, List.of(EVENT, OTHER)).headers())
                .containsExactly(Map.entry("webhook-event-type", "*"));
        assertThat(Formats.several(Format.BARE, List.of(EVENT, EVENT)).headers())
                .containsExactly(Map.entry("webhook-event-type", "order.created"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOUDEVENTS", "CLOUDEVENTS_BINARY"})
    void severalCloudEventsHaveTheBatchFormat(Format format) {
        Content content = Formats.several(format, List.of(EVENT, OTHER));

        assertThat(content.type()).isEqualTo("application/cloudevents-batch+json; charset=utf-8");
        assertThat(content.headers()).isEmpty();
        assertThat(text(content))
                .isEqualTo("[" + text(Formats.one(Format.CLOUDEVENTS, EVENT)) + ","
                        + text(Formats.one(Format.CLOUDEVENTS, OTHER)) + "]");
    }

    @ParameterizedTest
    @EnumSource
    void aFormatIsKnownByTheHeadersThatAreKept(Format format) {
        Content content = Formats.one(format, EVENT);
        var headers = new HashMap<>(content.headers());
        headers.put("Content-Type", content.type());

        assertThat(Formats.sentIn(headers)).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({
        "envelope,ENVELOPE",
        "bare,BARE",
        "xml,XML",
        "cloudevents,CLOUDEVENTS",
        "cloudevents-binary,CLOUDEVENTS_BINARY",
        ",ENVELOPE"
    })
    void isNamedAsTheApiNamesIt(String name, Format format) {
        assertThat(Format.of(name)).isEqualTo(format);
    }

    @Test
    void anotherFormatIsNotKnown() {
        assertThatThrownBy(() -> Format.of("yaml")).isInstanceOf(IllegalArgumentException.class);
    }
}
