package dev.posthorn.delivery.amqp;

import dev.posthorn.delivery.event.CloudEvent;
import dev.posthorn.delivery.event.CloudEventReader;
import dev.posthorn.foundation.error.ApiException;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads CloudEvents out of AMQP messages (CloudEvents AMQP binding 1.0.2, §3): structured when the content type says so,
 * binary otherwise, with attributes as application properties below {@code cloudEvents:} or, for senders whose property
 * names are identifiers, {@code cloudEvents_}.
 *
 * <p>The tenant is the extension attribute {@code tenant} or the plain application property of that name.
 */
final class AmqpCloudEvents {

    static final String TENANT = "tenant";

    private static final String PREFIX = "cloudEvents:";
    private static final String OTHER_PREFIX = "cloudEvents_";
    private static final String STRUCTURED = "application/cloudevents";

    private final CloudEventReader reader;

    AmqpCloudEvents(CloudEventReader reader) {
        this.reader = reader;
    }

    /** An event and for whom it is. */
    record Addressed(String tenant, CloudEvent event) {}

    /** @throws ApiException what is wrong with it */
    Addressed read(Message message) {
        Map<String, Object> properties = propertiesOf(message);
        String contentType = message.getContentType();
        CloudEvent event = isStructured(contentType)
                ? readStructured(contentType, bodyOf(message))
                : reader.readBinary(attributes(properties), contentType, bodyOf(message), PREFIX);
        return new Addressed(tenantOf(properties, event), event);
    }

    private static boolean isStructured(String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(STRUCTURED);
    }

    private CloudEvent readStructured(String contentType, byte[] body) {
        String format = contentType.substring(STRUCTURED.length());
        if (!format.toLowerCase(Locale.ROOT).matches("\\+json\\s*(;.*)?")) {
            throw ApiException.unsupportedMediaType(
                    "A message holds one CloudEvent, structured as application/cloudevents+json or in binary mode");
        }
        return reader.readStructured(body);
    }

    private static String tenantOf(Map<String, Object> properties, CloudEvent event) {
        Object beside = properties.get(TENANT);
        if (event.tenant() == null && beside == null) {
            throw ApiException.missing(TENANT);
        }
        if (event.tenant() != null && beside != null && !event.tenant().equals(beside.toString())) {
            throw ApiException.invalid(TENANT, "The application property tenant is not the event's own");
        }
        return event.tenant() == null ? beside.toString() : event.tenant();
    }

    private static Map<String, String> attributes(Map<String, Object> properties) {
        var attributes = new HashMap<String, String>();
        properties.forEach((name, value) -> {
            if (value != null && (name.startsWith(PREFIX) || name.startsWith(OTHER_PREFIX))) {
                attributes.put(name.substring(PREFIX.length()), text(value));
            }
        });
        return attributes;
    }

    /** As the attribute's canonical string (CloudEvents 1.0.2, "Type System"). */
    private static String text(Object value) {
        return value instanceof Date time ? time.toInstant().toString() : value.toString();
    }

    static Map<String, Object> propertiesOf(Message message) {
        return message.getApplicationProperties() == null
                ? Map.of()
                : message.getApplicationProperties().getValue();
    }

    /** A data section, or what a client made of a string or of bytes. */
    private static byte[] bodyOf(Message message) {
        return switch (message.getBody()) {
            case null -> throw ApiException.missing("data");
            case Data data -> bytes(data.getValue());
            case AmqpValue value when value.getValue() instanceof Binary binary -> bytes(binary);
            case AmqpValue value when value.getValue() instanceof String text -> text.getBytes(StandardCharsets.UTF_8);
            default -> throw ApiException.malformed("The message's body must be binary data or a string");
        };
    }

    private static byte[] bytes(Binary binary) {
        if (binary == null) {
            throw ApiException.missing("data");
        }
        var bytes = new byte[binary.getLength()];
        System.arraycopy(binary.getArray(), binary.getArrayOffset(), bytes, 0, bytes.length);
        return bytes;
    }
}
