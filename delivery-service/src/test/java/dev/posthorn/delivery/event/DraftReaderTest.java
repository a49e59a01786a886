package dev.posthorn.delivery.event;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DraftReaderTest {

    private final DraftReader reader = new DraftReader(64, 3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":[1.10, 2e5 ,\"x\\u00e9\"]}",
                "[1,2 , 3]",
                "\"text with \\\" and }\"",
                "12345678901234567890.123000",
                "-0.0",
                "true",
                "{ }",
                "\"größe €\"",
                "0"
            })
    void keepsThePayloadsBytes(String payload) {
        for (String form : List.of(
                "{\"type\":\"a.b\",\"payload\":%s}",
                "{ \"payload\" : %s , \"type\" : \"a.b\" }", "{\"payload\":\n%s\n,\"type\":\"a.b\"}")) {
            Draft draft = reader.readOne(bytes(form.formatted(payload)));

            assertThat(new String(draft.payload(), StandardCharsets.UTF_8)).isEqualTo(payload);
            assertThat(draft.type()).isEqualTo("a.b");
        }
    }

    @Test
    void readsIdAndChannels() {
        Draft draft =
                reader.readOne(bytes("{\"type\":\"a\",\"payload\":1,\"id\":\"order-7\",\"channels\":[\"emea\"]}"));

        assertThat(draft.id()).isEqualTo("order-7");
        assertThat(draft.channels()).containsExactly("emea");
    }

    @Test
    void readsBatches() {
        List<Draft> drafts = reader.readBatch(
                bytes("{\"events\":[{\"type\":\"a\",\"payload\":{\"x\":1}},{\"type\":\"b\",\"payload\":2}]}"));

        assertThat(drafts).extracting(Draft::type).containsExactly("a", "b");
        assertThat(new String(drafts.get(0).payload(), StandardCharsets.UTF_8)).isEqualTo("{\"x\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                        | MALFORMED_REQUEST | ",
                "{                                         | MALFORMED_REQUEST | ",
                "[]                                        | MALFORMED_REQUEST | ",
                "nonsense                                  | MALFORMED_REQUEST | ",
                "{\"type\":\"a\",\"payload\":1} 2          | MALFORMED_REQUEST | ",
                "{\"type\":\"a\",\"payload\":NaN}          | MALFORMED_REQUEST | ",
                "{\"payload\":1}                           | VALIDATION_FAILED | type",
                "{\"type\":\"a\"}                          | VALIDATION_FAILED | payload",
                "{\"type\":\"a\",\"payload\":null}         | VALIDATION_FAILED | payload",
                "{\"type\":1,\"payload\":1}                | VALIDATION_FAILED | type",
                "{\"type\":null,\"payload\":1}             | VALIDATION_FAILED | type",
                "{\"type\":\"a\",\"type\":\"b\",\"payload\":1} | VALIDATION_FAILED | type",
                "{\"type\":\"a\",\"payload\":1,\"x\":1}    | VALIDATION_FAILED | x",
                "{\"type\":\"a\",\"payload\":1,\"id\":\"a.b\"} | VALIDATION_FAILED | id",
                "{\"type\":\"a\",\"payload\":1,\"id\":\"evt_1\"} | VALIDATION_FAILED | id",
                "{\"type\":\"a\",\"payload\":1,\"id\":\"\"} | VALIDATION_FAILED | id",
                "{\"type\":\"a\",\"payload\":1,\"channels\":\"x\"} | VALIDATION_FAILED | channels",
                "{\"type\":\"a\",\"payload\":1,\"channels\":[1]} | VALIDATION_FAILED | channels[0]",
                "{\"type\":\"a\",\"payload\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"} | PAYLOAD_TOO_LARGE | payload"
            })
    void saysWhatIsWrong(String body, ErrorCode code, String field) {
        var refusal = catchThrowableOfType(ApiException.class, () -> reader.readOne(bytes(body)));

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | events",
                "{\"events\":1} | events",
                "{\"events\":[]} | events",
                "{\"events\":[1]} | events[0]",
                "{\"events\":[{\"type\":\"a\",\"payload\":1},{\"type\":\"a\"}]} | events[1].payload",
                "{\"x\":[]} | x",
                "{\"events\":[{\"type\":\"a\",\"payload\":1},{\"type\":\"a\",\"payload\":1},{\"type\":\"a\",\"payload\":1},{\"type\":\"a\",\"payload\":1}]} | events"
            })
    void saysWhichEventOfABatchIsWrong(String body, String field) {
        var refusal = catchThrowableOfType(ApiException.class, () -> reader.readBatch(bytes(body)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(refusal.field()).isEqualTo(field);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] latin = "{\"type\":\"a\",\"payload\":\"größe\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = "{\"type\":\"a\",\"payload\":1}".getBytes(StandardCharsets.UTF_16);

        assertThat(catchThrowableOfType(ApiException.class, () -> reader.readOne(latin))
                        .code())
                .isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(catchThrowableOfType(ApiException.class, () -> reader.readOne(wide))
                        .code())
                .isEqualTo(ErrorCode.MALFORMED_REQUEST);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
