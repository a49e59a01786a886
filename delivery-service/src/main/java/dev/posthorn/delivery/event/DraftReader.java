package dev.posthorn.delivery.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.error.JsonErrors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * Reads publishing requests without making objects of their payloads: a payload is cut out of the body as it stands, so
 * that no key is re-ordered and no number changed on its way to the receiver.
 */
final class DraftReader {

    /**
     * Standard Webhooks signs {@code id.timestamp.body}, so an id holds no full stop; {@code evt_} is for ids of ours.
     */
    private static final Pattern ID = Pattern.compile("(?!evt_)[A-Za-z0-9_:-]{1,128}");

    private static final int MOST_CHANNELS = 10;
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private static final int LONGEST_ORDERING_KEY = 128;
    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final JsonFactory json = new JsonFactory();
    private final long maxPayload;
    private final int maxBatch;

    DraftReader(long maxPayload, int maxBatch) {
        this.maxPayload = maxPayload;
        this.maxBatch = maxBatch;
    }

    /** Reads {@code {type, payload, id?, channels?, priority?, orderingKey?, deliverAt?, region?}}. */
    Draft readOne(byte[] body) {
        return read(body, parser -> {
            Draft draft = readDraft(parser, body, "");
            if (parser.nextToken() != null) {
                throw ApiException.malformed("There is more after the JSON object");
            }
            return draft;
        });
    }

    /** Reads {@code {events: [...]}}. */
    List<Draft> readBatch(byte[] body) {
        return read(body, parser -> {
            List<Draft> drafts = null;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                if (!parser.currentName().equals("events") || drafts != null) {
                    throw unknown(parser.currentName());
                }
                drafts = readDrafts(parser, body);
            }
            if (drafts == null) {
                throw ApiException.missing("events");
            }
            return drafts;
        });
    }

    @FunctionalInterface
    interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    private <T> T read(byte[] body, Reading<T> reading) {
        return parse(body, parser -> {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ApiException.malformed("The body must be a JSON object");
            }
            return reading.read(parser);
        });
    }

    /** Reads whatever JSON there is, from before its first token. */
    <T> T parse(byte[] body, Reading<T> reading) {
        checkUtf8(body);
        try (JsonParser parser = json.createParser(body)) {
            return reading.read(parser);
        } catch (JsonProcessingException malformed) {
            throw JsonErrors.explain(malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException("Memory cannot be read", impossible);
        }
    }

    /** What passes here reaches receivers byte for byte, so it must be what its Content-Type says. */
    private static void checkUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException e) {
            throw ApiException.malformed("The body is not valid UTF-8");
        }
    }

    private List<Draft> readDrafts(JsonParser parser, byte[] body) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw ApiException.invalid("events", "Field events must be a list");
        }
        var drafts = new ArrayList<Draft>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String prefix = "events[" + drafts.size() + "].";
            if (drafts.size() == maxBatch) {
                throw ApiException.invalid("events", "A batch holds at most " + maxBatch + " events");
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw ApiException.invalid(prefix.substring(0, prefix.length() - 1), "An event must be an object");
            }
            drafts.add(readDraft(parser, body, prefix));
        }
        if (drafts.isEmpty()) {
            throw ApiException.invalid("events", "A batch holds at least one event");
        }
        return drafts;
    }

    /** From its start token to its end token. */
    private Draft readDraft(JsonParser parser, byte[] body, String prefix) throws IOException {
        String type = null;
        byte[] payload = null;
        String id = null;
        List<String> channels = List.of();
        Priority priority = null;
        String orderingKey = null;
        Instant deliverAt = null;
        String region = null;
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String field = prefix + name;
            if (!seen.add(name)) {
                throw ApiException.invalid(field, "Field " + field + " stands twice");
            }
            parser.nextToken();
            switch (name) {
                case "type" -> type = text(parser, field);
                case "payload" -> payload = slice(parser, body, field);
                case "id" -> id = id(text(parser, field), field);
                case "channels" -> channels = channels(parser, field);
                case "priority" -> priority = priority(text(parser, field), field);
                case "orderingKey" -> orderingKey = orderingKey(text(parser, field), field);
                case "deliverAt" -> deliverAt = time(text(parser, field), field);
                case "region" -> region = region(text(parser, field), field);
                default -> throw unknown(field);
            }
        }
        if (type == null) {
            throw ApiException.missing(prefix + "type");
        }
        if (payload == null) {
            throw ApiException.missing(prefix + "payload");
        }
        return new Draft(type, payload, id, channels, priority, orderingKey, deliverAt, region);
    }

    byte[] slice(JsonParser parser, byte[] body, String field) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            throw ApiException.missing(field);
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        // A string or number is read lazily; its end is known only when it was.
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        // A number that is the whole document ends with the white space that was read to see its end.
        while (body[end - 1] <= ' ') {
            end--;
        }
        if (end - start > maxPayload) {
            throw ApiException.tooLarge(
                    field, "The payload has %d bytes; at most %d are allowed".formatted(end - start, maxPayload));
        }
        return Arrays.copyOfRange(body, start, end);
    }

    private static List<String> channels(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw ApiException.invalid(field, "Field " + field + " must be a list");
        }
        var channels = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String at = field + "[" + channels.size() + "]";
            channels.add(
                    matching(text(parser, at), CHANNEL, at, "1 to 128 characters out of A-Z, a-z, 0-9, ., _, : and -"));
            if (channels.size() > MOST_CHANNELS) {
                throw ApiException.invalid(field, "An event has at most " + MOST_CHANNELS + " channels");
            }
        }
        return List.copyOf(channels);
    }

    static Priority priority(String text, String field) {
        try {
            return Priority.of(text);
        } catch (IllegalArgumentException none) {
            throw ApiException.invalid(field, "Field " + field + " must be high, normal or low");
        }
    }

    static String orderingKey(String text, String field) {
        if (text.isBlank() || text.length() > LONGEST_ORDERING_KEY || text.indexOf('\0') >= 0) {
            throw ApiException.invalid(
                    field, "Field " + field + " must have 1 to " + LONGEST_ORDERING_KEY + " characters");
        }
        return text;
    }

    static Instant time(String text, String field) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException none) {
            throw ApiException.invalid(field, "Field " + field + " must be a time as RFC 3339 writes it");
        }
    }

    private static String text(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw ApiException.invalid(field, "Field " + field + " must be a string");
        }
        return parser.getText();
    }

    static String id(String text, String field) {
        return matching(
                text, ID, field, "1 to 128 characters out of A-Z, a-z, 0-9, _, : and -, and not begin with evt_");
    }

    static String region(String text, String field) {
        return matching(text, REGION, field, "1 to 32 characters out of a-z, 0-9 and -, and not begin with -");
    }

    /** @param at the field of one channel, by its position */
    static List<String> channels(List<String> texts, String field, IntFunction<String> at) {
        if (texts.size() > MOST_CHANNELS) {
            throw ApiException.invalid(field, "An event has at most " + MOST_CHANNELS + " channels");
        }
        for (int i = 0; i < texts.size(); i++) {
            matching(texts.get(i), CHANNEL, at.apply(i), "1 to 128 characters out of A-Z, a-z, 0-9, ., _, : and -");
        }
        return List.copyOf(texts);
    }

    private static String matching(String text, Pattern pattern, String field, String form) {
        if (!pattern.matcher(text).matches()) {
            throw ApiException.invalid(field, "Field " + field + " must have " + form);
        }
        return text;
    }

    private static ApiException unknown(String field) {
        return ApiException.invalid(field, "Unknown field: " + field);
    }
}
