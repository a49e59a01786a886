package dev.posthorn.delivery.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.posthorn.foundation.error.ApiException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads CloudEvents 1.0 in the JSON format, its batch format, and in binary mode. Like {@link DraftReader} it cuts the data
 * out as it stands; the official SDK reads it into objects and writes it anew.
 *
 * <p>{@code type}, {@code id} with {@code source}, {@code data} and the extension attributes {@code channels}, {@code
 * priority}, {@code orderingkey}, {@code deliverat}, {@code region} and {@code tenant} mean something to us. All others are
 * taken and not kept.
 */
public final class CloudEventReader {

    static final String STRUCTURED = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";

    private static final String DATA = "data";

    /** CloudEvents 1.0.2, "Naming conventions". */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    private static final Pattern JSON_MEDIA_TYPE =
            Pattern.compile("(?i)\\s*(application/json|text/json|[^;\\s]+\\+json)\\s*(;.*)?");

    private final DraftReader json;
    private final int maxBatch;

    /** Reads as configured. */
    public CloudEventReader(PublishingConfig config) {
        this(config.maxPayload().asLongValue(), config.maxBatch());
    }

    CloudEventReader(long maxPayload, int maxBatch) {
        this.json = new DraftReader(maxPayload, maxBatch);
        this.maxBatch = maxBatch;
    }

    /** Reads one event in the JSON format. */
    public CloudEvent readStructured(byte[] body) {
        return json.parse(body, parser -> {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ApiException.malformed("A CloudEvent must be a JSON object");
            }
            CloudEvent event = readEvent(parser, body, "");
            checkEnd(parser);
            return event;
        });
    }

    /** Reads the JSON batch format. */
    List<CloudEvent> readBatch(byte[] body) {
        return json.parse(body, parser -> {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw ApiException.malformed("A batch of CloudEvents must be a JSON list");
            }
            var events = new ArrayList<CloudEvent>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String at = "[" + events.size() + "]";
                if (events.size() == maxBatch) {
                    throw ApiException.invalid(at, "A batch holds at most " + maxBatch + " events");
                }
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw ApiException.invalid(at, "A CloudEvent must be a JSON object");
                }
                events.add(readEvent(parser, body, at + "."));
            }
            checkEnd(parser);
            if (events.isEmpty()) {
                throw ApiException.malformed("A batch holds at least one event");
            }
            return events;
        });
    }

    /**
     * Reads an event whose attributes stand beside its data.
     *
     * @param attributes by their names without a prefix
     * @param mediaType the data's; null for JSON
     * @param prefix what an attribute's name has before it on the wire, for refusals
     */
    public CloudEvent readBinary(Map<String, String> attributes, String mediaType, byte[] body, String prefix) {
        checkMediaType(mediaType, "datacontenttype");
        byte[] data = json.parse(body, parser -> {
            if (parser.nextToken() == null) {
                throw ApiException.missing(DATA);
            }
            byte[] value = json.slice(parser, body, DATA);
            checkEnd(parser);
            return value;
        });
        return event(attributes, data, name -> prefix + name, DATA);
    }

    private static void checkEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw ApiException.malformed("There is more after the JSON value");
        }
    }

    /** From its start token to its end token. */
    private CloudEvent readEvent(JsonParser parser, byte[] body, String prefix) throws IOException {
        Map<String, String> attributes = new HashMap<>();
        byte[] data = null;
        boolean seenData = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String field = prefix + name;
            boolean twice = name.equals(DATA) ? seenData : attributes.containsKey(name);
            if (twice) {
                throw ApiException.invalid(field, "Field " + field + " stands twice");
            }
            parser.nextToken();
            switch (name) {
                case DATA -> {
                    data = json.slice(parser, body, field);
                    seenData = true;
                }
                case "data_base64" ->
                    throw ApiException.invalid(
                            field, "Posthorn delivers JSON: send the payload as data, not as data_base64");
                default -> attributes.put(name, attribute(parser, field, name));
            }
        }
        if (data == null) {
            throw ApiException.missing(prefix + DATA);
        }
        checkMediaType(attributes.get("datacontenttype"), prefix + "datacontenttype");
        return event(attributes, data, name -> prefix + name, prefix + DATA);
    }

    /** @return null for JSON's null, which means that the attribute is not there (JSON format 1.0.2, §2.2) */
    private static String attribute(JsonParser parser, String field, String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid(field, "A CloudEvents attribute's name has lower-case letters and digits only");
        }
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_TRUE, VALUE_FALSE -> parser.getText();
            default -> throw ApiException.invalid(field, "Field " + field + " must be a string");
        };
    }

    private static void checkMediaType(String mediaType, String field) {
        if (mediaType != null && !JSON_MEDIA_TYPE.matcher(mediaType).matches()) {
            throw ApiException.invalid(field, "Posthorn delivers JSON: the data must be of a JSON media type");
        }
    }

    private static CloudEvent event(
            Map<String, String> attributes, byte[] data, Function<String, String> field, String dataField) {
        if (!required(attributes, "specversion", field).equals("1.0")) {
            throw ApiException.invalid(field.apply("specversion"), "Only CloudEvents 1.0 is understood");
        }
        String id = required(attributes, "id", field);
        String source = required(attributes, "source", field);
        optional(attributes, "time", field, DraftReader::time);
        var names =
                new FieldNames("tenant", field.apply("type"), dataField, field.apply("id"), field.apply("deliverat"));
        var draft = new Draft(
                required(attributes, "type", field),
                data,
                CloudEventIds.of(source, id),
                channels(attributes.get("channels"), field.apply("channels")),
                optional(attributes, "priority", field, DraftReader::priority),
                optional(attributes, "orderingkey", field, DraftReader::orderingKey),
                optional(attributes, "deliverat", field, DraftReader::time),
                optional(attributes, "region", field, DraftReader::region));
        return new CloudEvent(attributes.get("tenant"), draft, names);
    }

    private static String required(Map<String, String> attributes, String name, Function<String, String> field) {
        String value = attributes.get(name);
        if (value == null) {
            throw ApiException.missing(field.apply(name));
        }
        if (value.isBlank()) {
            throw ApiException.invalid(field.apply(name), "Field " + field.apply(name) + " must not be empty");
        }
        return value;
    }

    /** Checks a text, and says which field it is of. */
    @FunctionalInterface
    private interface Check<T> {
        T read(String text, String field);
    }

    private static <T> T optional(
            Map<String, String> attributes, String name, Function<String, String> field, Check<T> check) {
        String value = attributes.get(name);
        return value == null ? null : check.read(value, field.apply(name));
    }

    /** CloudEvents attributes are no lists: channels stand in one string, with commas between them. */
    private static List<String> channels(String text, String field) {
        if (text == null) {
            return List.of();
        }
        return DraftReader.channels(List.of(text.split("\\s*,\\s*", -1)), field, at -> field);
    }
}
