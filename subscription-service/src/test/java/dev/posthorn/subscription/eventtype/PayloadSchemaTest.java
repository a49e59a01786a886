package dev.posthorn.subscription.eventtype;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PayloadSchemaTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\"}",
                "{\"$id\": \"https://acme.example/order\", \"$ref\": \"#/$defs/order\", \"$defs\": {\"order\": true}}",
                "{\"$defs\": {\"node\": {\"properties\": {\"next\": {\"$ref\": \"#/$defs/node\"}}}}, \"$ref\": \"#/$defs/node\"}",
                "{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}"
            })
    void takesSchemasThatHoldAllTheyReferTo(String schema) {
        assertThatCode(() -> PayloadSchema.of(json(schema))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "[]",
                "{\"type\": \"objekt\"}",
                "{\"type\": 5}",
                "{\"required\": \"orderId\"}",
                "{\"minimum\": \"1\"}",
                "{\"pattern\": \"[\"}",
                "{\"patternProperties\": {\"[\": {}}}",
                "{\"$ref\": \"#/$defs/missing\"}",
                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
                "{\"$schema\": 1}"
            })
    void refusesWhatIsNoSchema(String schema) {
        assertThatThrownBy(() -> PayloadSchema.of(json(schema)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("dev.posthorn")
                .hasMessageNotContaining("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9/schema.json",
                "https://example.com/schema.json",
                "file:///etc/passwd",
                "classpath:application.properties",
                "classpath:draft/2020-12/../../application.properties",
                "jar:file:/x.jar!/y"
            })
    void fetchesNothing(String address) {
        assertThatThrownBy(() -> PayloadSchema.of(json("{\"$ref\": \"" + address + "\"}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PayloadSchema.of(json("{\"properties\": {\"a\": {\"$ref\": \"" + address + "\"}}}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNestedBeyondReason() {
        String deep = "{\"not\":".repeat(900) + "{}" + "}".repeat(900);

        assertThatCode(() -> {
                    try {
                        PayloadSchema.of(json(deep));
                    } catch (IllegalArgumentException refused) {
                        // Also fine; anything else is not.
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void saysWhatIsWrongWithAPayload() throws JsonProcessingException {
        var schema = PayloadSchema.of(json("""
                {"type": "object", "properties": {"total": {"type": "number"}}, "required": ["orderId"]}"""));

        assertThat(schema.faultOf(json("{\"orderId\": \"o-1\", \"total\": 1.5}")))
                .isEmpty();
        assertThat(schema.faultOf(json("{\"total\": 1}"))).get().asString().contains("orderId");
        assertThat(schema.faultOf(json("{\"orderId\": 1, \"total\": \"x\"}")))
                .get()
                .asString()
                .contains("total");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }
}
