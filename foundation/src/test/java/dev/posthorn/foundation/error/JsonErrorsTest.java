package dev.posthorn.foundation.error;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class JsonErrorsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    enum Level {
        LOW,
        HIGH
    }

    record Inner(String text) {
        Inner {
            if ("bad".equals(text)) {
                throw new IllegalArgumentException("Not that text");
            }
        }
    }

    record Code(@JsonValue String text) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(name = "circle", value = Circle.class))
    sealed interface Shape permits Circle {}

    record Circle(int radius) implements Shape {}

    record Outer(Code code, Integer number, Level level, List<Inner> inners, JsonNode any, Shape shape) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"other": 1}                 | other          | Unknown field: other
            {"number": "x"}              | number         | Field number must be a whole number
            {"number": 99999999999}      | number         | Field number must be a whole number, and not that large
            {"shape": {"kind": "square"}}| shape.kind     | Field shape.kind must be one of [circle]
            {"shape": {}}                | shape.kind     | Missing required field: shape.kind
            {"code": {}}                 | code           | Field code must be a string
            {"level": "urgent"}          | level          | Field level must be one of [LOW, HIGH]
            {"inners": {}}               | inners         | Field inners must be a list
            {"inners": [{"text": "bad"}]}| inners[0]      | Not that text
            {"inners": [{"x": 1}]}       | inners[0].x    | Unknown field: inners[0].x
            """)
    void nameTheField(String json, String field, String message) {
        ApiException refusal = explain(json);

        assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.getMessage()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                            | Malformed JSON at line 1, column 2
            {"number": tru}              | Malformed JSON at line 1, column 12
            {"any": {"a": tru}}          | Malformed JSON at line 1, column 15
            []                           | The body must be a JSON object
            """)
    void namePlacesInWhatIsNoJson(String json, String message) {
        ApiException refusal = explain(json);

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusal.field()).isNull();
        assertThat(refusal.getMessage()).isEqualTo(message);
    }

    @Test
    void doNotNameAFieldForNestingWithoutEnd() {
        ApiException refusal = explain("{\"any\":".repeat(2000));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        assertThat(refusal.field()).isNull();
    }

    private static ApiException explain(String json) {
        return JsonErrors.explain(
                catchThrowableOfType(JsonProcessingException.class, () -> MAPPER.readValue(json, Outer.class)));
    }
}
