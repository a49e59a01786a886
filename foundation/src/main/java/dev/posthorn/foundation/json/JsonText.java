package dev.posthorn.foundation.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.util.Objects;

/**
 * Any JSON value, kept as text. Its keys keep their order and its numbers their digits; whatever is not ASCII is
 * escaped, so that every database and every log can hold it.
 */
public record JsonText(@JsonValue @JsonRawValue String value) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    public JsonText {
        Objects.requireNonNull(value, "value is missing");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static JsonText of(JsonNode node) {
        try {
            return new JsonText(MAPPER.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree cannot be written", e);
        }
    }

    /** Null for null, as columns may be. */
    public static JsonText ofNullable(String value) {
        return value == null ? null : new JsonText(value);
    }

    public JsonNode toNode() {
        try {
            return MAPPER.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored JSON cannot be read", e);
        }
    }

    /** Shown in no log: it may be a tenant's payload. */
    @Override
    public String toString() {
        return "JsonText[" + value.length() + " characters]";
    }
}
