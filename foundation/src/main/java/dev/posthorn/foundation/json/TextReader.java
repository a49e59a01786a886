package dev.posthorn.foundation.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;

import java.io.IOException;

/** Reads strings: nothing else than a JSON string is one, and it must be text that PostgreSQL and UTF-8 can hold. */
final class TextReader extends StdScalarDeserializer<String> {

    private static final long serialVersionUID = 1;

    TextReader() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (String) context.handleUnexpectedToken(String.class, parser);
        }
        String text = parser.getText();
        if (!isStorable(text)) {
            return (String) context.handleWeirdStringValue(String.class, text, "NUL or half a surrogate pair");
        }
        return text;
    }

    static boolean isStorable(String text) {
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == 0) {
                return false;
            }
            if (Character.isSurrogate(character)) {
                boolean pair = at + 1 < text.length() && Character.isSurrogatePair(character, text.charAt(at + 1));
                if (!pair) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }
}
