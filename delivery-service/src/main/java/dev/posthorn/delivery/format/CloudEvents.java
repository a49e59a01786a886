package dev.posthorn.delivery.format;

import dev.posthorn.delivery.ledger.AcceptedEvent;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;

/** CloudEvents 1.0.2: JSON format, batch format, and the binary mode of the HTTP binding. */
final class CloudEvents {

    static final String TYPE = "application/cloudevents+json; charset=utf-8";
    static final String BATCH_TYPE = "application/cloudevents-batch+json; charset=utf-8";
    static final String SPEC_VERSION = "ce-specversion";

    private CloudEvents() {}

    /** JSON format §3: the payload stands in {@code data} as it was published. */
    static byte[] write(AcceptedEvent event) {
        return Formats.around(
                "{\"specversion\":\"1.0\",\"id\":\"" + event.publicId() + "\",\"source\":\"" + source(event)
                        + "\",\"type\":\"" + event.type() + "\",\"time\":\"" + time(event)
                        + "\",\"datacontenttype\":\"application/json\",\"data\":",
                event.payload(),
                "}");
    }

    /** HTTP binding §3.1: the attributes are headers, and the body is the payload. */
    static Content writeBinary(AcceptedEvent event) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(SPEC_VERSION, "1.0");
        headers.put("ce-id", encoded(event.publicId()));
        headers.put("ce-source", encoded(source(event)));
        headers.put("ce-type", encoded(event.type()));
        headers.put("ce-time", encoded(time(event)));
        return new Content(Formats.JSON, headers, event.payload());
    }

    /** Whose event it is: ids are unique within a tenant, and source and id together must be unique. */
    private static String source(AcceptedEvent event) {
        return "/v1/tenants/" + event.tenantId();
    }

    private static String time(AcceptedEvent event) {
        return event.createdAt().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** HTTP binding §3.1.3.2: what is not printable ASCII, and space, quote and percent, as the octets of its UTF-8. */
    static String encoded(String value) {
        if (value.chars().allMatch(CloudEvents::standsForItself)) {
            return value;
        }
        var text = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (standsForItself(octet)) {
                text.append((char) octet);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return text.toString();
    }

    private static boolean standsForItself(int character) {
        return character > ' ' && character < 0x7f && character != '"' && character != '%';
    }
}
