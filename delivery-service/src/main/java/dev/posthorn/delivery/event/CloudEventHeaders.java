package dev.posthorn.delivery.event;

import dev.posthorn.foundation.error.ApiException;
import io.vertx.core.MultiMap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Attributes of a CloudEvent in header fields (CloudEvents HTTP binding 1.0.2, §3.1.3). */
final class CloudEventHeaders {

    static final String PREFIX = "ce-";

    private CloudEventHeaders() {}

    /** By their names without the prefix, in their order. */
    static Map<String, String> attributes(MultiMap headers) {
        var attributes = new TreeMap<String, String>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.startsWith(PREFIX)) {
                continue;
            }
            String value = decode(header.getValue(), name);
            if (attributes.putIfAbsent(name.substring(PREFIX.length()), value) != null) {
                throw ApiException.invalid(name, "Header " + name + " stands twice");
            }
        }
        return attributes;
    }

    /** Takes quotes away (RFC 9110 §5.6.4), then percent signs, once (§3.1.3.2 of the binding). */
    static String decode(String value, String name) {
        String text = unquoted(value.strip());
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            int octet = character == '%' ? octetAt(text, at + 1) : -1;
            if (octet >= 0) {
                bytes.write(octet);
                at += 2;
            } else {
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiException.invalid(name, "Header " + name + " is not UTF-8 when its percent signs are decoded");
        }
    }

    private static int octetAt(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        var text = new StringBuilder();
        for (int at = 1; at < value.length() - 1; at++) {
            char character = value.charAt(at);
            if (character == '\\' && at + 1 < value.length() - 1) {
                at++;
                character = value.charAt(at);
            }
            text.append(character);
        }
        return text.toString();
    }
}
