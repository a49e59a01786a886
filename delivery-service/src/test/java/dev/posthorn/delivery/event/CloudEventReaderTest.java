package dev.posthorn.delivery.event;

import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CloudEventReaderTest {

    private static final String REQUIRED =
            "\"specversion\":\"1.0\",\"id\":\"4711\",\"source\":\"/orders\",\"type\":\"a.b\"";

    private static final Map<String, String> ATTRIBUTES =
            Map.of("specversion", "1.0", "id", "4711", "source", "/orders", "type", "a.b");

    private final CloudEventReader reader = new CloudEventReader(64, 3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":[1.10, 2e5 ,\"x\\u00e9\"]}",
                "\"text with \\\" and }\"",
                "12345678901234567890.123000",
                "{ }",
                "\"größe €\""
            })
    void keepsTheDatasBytesInEveryMode(String data) {
        for (String form : List.of("{%s,\"data\":%s}", "{ %s , \"data\" :  %s  }")) {
            CloudEvent event = reader.readStructured(bytes(form.formatted(REQUIRED, data)));

            assertThat(event.draft().payload()).isEqualTo(bytes(data));
        }
        assertThat(reader.readBinary(ATTRIBUTES, "application/vnd.order+json", bytes(" " + data + "\n"), "ce-")
                        .draft()
                        .payload())
                .isEqualTo(bytes(data));
        assertThat(reader.readBatch(bytes("[{%s,\"data\":%s}]".formatted(REQUIRED, data)))
                        .getFirst()
                        .draft()
                        .payload())
                .isEqualTo(bytes(data));
    }

    @Test
    void readsAttributesAndOurExtensions() {
        CloudEvent event = reader.readStructured(
                bytes(
                        "{" + REQUIRED
                                + ",\"data\":1,\"time\":\"2026-01-15T10:30:00+01:00\",\"channels\":\"emea, retail\",\"priority\":\"high\","
                                + "\"orderingkey\":\"A-1\",\"deliverat\":\"2026-02-01T00:00:00Z\",\"region\":\"eu\",\"tenant\":\"acme\","
                                + "\"subject\":\"x\",\"sequence\":7,\"sampled\":true,\"dataschema\":null,\"datacontenttype\":\"application/json\"}"));

        assertThat(event.tenant()).isEqualTo("acme");
        Draft draft = event.draft();
        assertThat(draft.type()).isEqualTo("a.b");
        assertThat(draft.id()).isEqualTo("4711:fc7d055239d9");
        assertThat(draft.channels()).containsExactly("emea", "retail");
        assertThat(draft.priority()).isEqualTo(Priority.HIGH);
        assertThat(draft.orderingKey()).isEqualTo("A-1");
        assertThat(draft.deliverAt()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(draft.region()).isEqualTo("eu");
    }

    @Test
    void tellsEqualIdsOfDifferentSourcesApart() {
        assertThat(CloudEventIds.of("/a", "1")).isNotEqualTo(CloudEventIds.of("/b", "1"));
        assertThat(CloudEventIds.of("/orders", "a.b/c"))
                .isEqualTo("ce-fc7cd9c4e073b50b1ba87db5b2901e7a:fc7d055239d9")
                .isNotEqualTo(CloudEventIds.of("/orders", "a.b/d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "a.b/c", "evt_01", "ü", "", " ", "x y", "123456789:"})
    void makesIdsThatARequestCouldHave(String id) {
        for (String own : List.of(id, id.repeat(20))) {
            String made = CloudEventIds.of("https://shop.example/orders?a=b", own);

            assertThat(DraftReader.id(made, "id")).isEqualTo(made);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                  | MALFORMED_REQUEST | ",
                "[]                                                 | MALFORMED_REQUEST | ",
                "{R,\"data\":1} 2                                   | MALFORMED_REQUEST | ",
                "{R}                                                | VALIDATION_FAILED | data",
                "{R,\"data\":null}                                  | VALIDATION_FAILED | data",
                "{R,\"data\":1,\"data\":2}                          | VALIDATION_FAILED | data",
                "{R,\"data\":1,\"id\":\"2\"}                        | VALIDATION_FAILED | id",
                "{R,\"data_base64\":\"AQ==\"}                       | VALIDATION_FAILED | data_base64",
                "{R,\"data\":\"<a/>\",\"datacontenttype\":\"text/xml\"} | VALIDATION_FAILED | datacontenttype",
                "{R,\"data\":1,\"Channels\":\"x\"}                  | VALIDATION_FAILED | Channels",
                "{R,\"data\":1,\"channels\":[\"x\"]}                | VALIDATION_FAILED | channels",
                "{R,\"data\":1,\"channels\":\"x,,y\"}               | VALIDATION_FAILED | channels",
                "{R,\"data\":1,\"channels\":\"a,b,c,d,e,f,g,h,i,j,k\"} | VALIDATION_FAILED | channels",
                "{R,\"data\":1,\"priority\":\"urgent\"}             | VALIDATION_FAILED | priority",
                "{R,\"data\":1,\"orderingkey\":\" \"}               | VALIDATION_FAILED | orderingkey",
                "{R,\"data\":1,\"deliverat\":\"tomorrow\"}          | VALIDATION_FAILED | deliverat",
                "{R,\"data\":1,\"region\":\"EU\"}                   | VALIDATION_FAILED | region",
                "{R,\"data\":1,\"time\":\"noon\"}                   | VALIDATION_FAILED | time",
                "{\"id\":\"1\",\"source\":\"/a\",\"type\":\"a\",\"data\":1} | VALIDATION_FAILED | specversion",
                "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"a\",\"data\":1} | VALIDATION_FAILED | specversion",
                "{\"specversion\":\"1.0\",\"source\":\"/a\",\"type\":\"a\",\"data\":1} | VALIDATION_FAILED | id",
                "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"/a\",\"type\":\"a\",\"data\":1} | VALIDATION_FAILED | id",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"a\",\"data\":1} | VALIDATION_FAILED | source",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"data\":1} | VALIDATION_FAILED | type",
                "{R,\"data\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"} | PAYLOAD_TOO_LARGE | data"
            })
    void saysWhatIsWrong(String body, ErrorCode code, String field) {
        var refusal = catchThrowableOfType(
                ApiException.class, () -> reader.readStructured(bytes(body.replace("R", REQUIRED))));

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
    }

    @Test
    void saysWhichEventOfABatchIsWrong() {
        String good = "{" + REQUIRED + ",\"data\":1}";

        assertThat(refusalOfBatch("[" + good + ",{" + REQUIRED + "}]").field()).isEqualTo("[1].data");
        assertThat(refusalOfBatch("[" + good + ",7]").field()).isEqualTo("[1]");
        assertThat(refusalOfBatch("[" + String.join(",", good, good, good, good) + "]")
                        .field())
                .isEqualTo("[3]");
        assertThat(refusalOfBatch("[]").code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusalOfBatch(good).code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
    }

    @Test
    void namesHeadersInBinaryMode() {
        var withoutType = Map.of("specversion", "1.0", "id", "1", "source", "/a");

        assertThat(refusalOfBinary(withoutType, null, "1").field()).isEqualTo("ce-type");
        assertThat(refusalOfBinary(ATTRIBUTES, "text/plain", "1").field()).isEqualTo("datacontenttype");
        assertThat(refusalOfBinary(ATTRIBUTES, null, "").field()).isEqualTo("data");
        assertThat(refusalOfBinary(ATTRIBUTES, null, "null").field()).isEqualTo("data");
        assertThat(refusalOfBinary(ATTRIBUTES, null, "1 2").code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusalOfBinary(ATTRIBUTES, null, "<a/>").code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "Euro%20%E2%82%AC, Euro €",
        "100%, 100%",
        "%zz, %zz",
        "\"quoted \\\"text\\\"\", quoted \"text\"",
    })
    void decodesHeaders(String value, String text) {
        assertThat(CloudEventHeaders.decode(value, "ce-x")).isEqualTo(text);
    }

    @Test
    void refusesHeadersThatAreNotUtf8() {
        assertThat(catchThrowableOfType(ApiException.class, () -> CloudEventHeaders.decode("%FF", "ce-x"))
                        .field())
                .isEqualTo("ce-x");
    }

    private ApiException refusalOfBatch(String body) {
        return catchThrowableOfType(ApiException.class, () -> reader.readBatch(bytes(body)));
    }

    private ApiException refusalOfBinary(Map<String, String> attributes, String mediaType, String body) {
        return catchThrowableOfType(
                ApiException.class, () -> reader.readBinary(attributes, mediaType, bytes(body), "ce-"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
