package dev.posthorn.foundation.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an expression sees of an event: {@code {id, type, timestamp, channels, data}}. Read once, it serves any number of
 * expressions, in any threads.
 */
public final class ExpressionInput {

    private static final JsonFactory JSON = new JsonFactory();

    /** Exact numbers with more digits than this before or behind the point would cost more than they say. */
    private static final int GREATEST_SCALE = 400;

    private final Map<String, Object> root;

    private ExpressionInput(Map<String, Object> root) {
        this.root = root;
    }

    /** @throws ExpressionException when the payload cannot be read: it has a number of more than a thousand digits */
    public static ExpressionInput of(String id, String type, Instant timestamp, List<String> channels, byte[] payload) {
        var root = new LinkedHashMap<String, Object>();
        root.put("id", id);
        root.put("type", type);
        root.put("timestamp", timestamp.truncatedTo(ChronoUnit.MILLIS).toString());
        root.put("channels", List.copyOf(channels));
        try (JsonParser parser = JSON.createParser(payload)) {
            parser.nextToken();
            root.put("data", read(parser));
        } catch (IOException e) {
            throw new ExpressionException("The payload cannot be read: it is nested too deeply, or a number too long");
        }
        return new ExpressionInput(root);
    }

    Map<String, Object> root() {
        return root;
    }

    private static Object read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> parser.getIntValue();
                    case LONG -> parser.getLongValue();
                    default -> decimal(new BigDecimal(parser.getBigIntegerValue()));
                };
            case VALUE_NUMBER_FLOAT -> decimal(parser.getDecimalValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new IOException("Unexpected " + token);
        };
    }

    /** Keeps its digits: an amount that is only passed on stays {@code 49.90}. */
    private static Number decimal(BigDecimal exact) {
        double rounded = exact.doubleValue();
        return Math.abs(exact.scale()) <= GREATEST_SCALE && Double.isFinite(rounded) ? exact : (Number) rounded;
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        var object = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, read(parser));
        }
        return object;
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        var list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(read(parser));
        }
        return list;
    }
}
