package dev.posthorn.delivery.routing;

import java.util.Locale;

/** What the body of a request is; {@code docs/formats.md} describes each. */
public enum Format {
    /** {@code {"id", "type", "timestamp", "data"}} around the payload. */
    ENVELOPE,
    /** The payload alone. */
    BARE,
    XML,
    /** CloudEvents 1.0, structured mode. */
    CLOUDEVENTS,
    /** CloudEvents 1.0, binary mode. */
    CLOUDEVENTS_BINARY;

    /** @param name as the API writes it, such as {@code cloudevents-binary}; null for the default */
    public static Format of(String name) {
        return name == null ? ENVELOPE : valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
