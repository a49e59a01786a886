package dev.posthorn.delivery.format;

import java.util.Map;

/**
 * What a request carries in one format.
 *
 * @param headers those that the format asks for, beside Content-Type
 */
public record Content(String type, Map<String, String> headers, byte[] body) {

    Content(String type, byte[] body) {
        this(type, Map.of(), body);
    }
}
