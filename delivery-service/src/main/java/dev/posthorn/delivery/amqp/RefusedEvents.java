package dev.posthorn.delivery.amqp;

import dev.posthorn.foundation.error.ApiException;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.message.Message;

import java.util.HashMap;

/**
 * Messages as they are laid aside for a person: just as they came, with {@code error}, {@code message} and {@code field} as
 * an error answer over HTTP has them, so that a mended one can be sent again from there.
 */
final class RefusedEvents {

    private RefusedEvents() {}

    static Message of(Message message, ApiException reason) {
        var properties = new HashMap<>(AmqpCloudEvents.propertiesOf(message));
        properties.put("error", reason.code().toString());
        properties.put("message", reason.getMessage());
        if (reason.field() != null) {
            properties.put("field", reason.field());
        } else {
            properties.remove("field");
        }
        Message refused = Proton.message();
        refused.setDurable(true);
        refused.setProperties(message.getProperties());
        refused.setAddress(null);
        refused.setApplicationProperties(new ApplicationProperties(properties));
        refused.setBody(message.getBody());
        return refused;
    }
}
