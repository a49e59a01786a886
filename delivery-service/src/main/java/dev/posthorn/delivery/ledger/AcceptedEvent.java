package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.expression.ExpressionInput;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * An event as it is kept.
 *
 * @param externalId the publisher's own id; null when it gave none
 * @param payload the JSON as it was published, byte for byte; empty after it was expunged
 * @param endpoints those it was for when it was accepted
 * @param options how it is to be delivered
 */
public record AcceptedEvent(
        EventId id,
        String tenantId,
        String externalId,
        String type,
        List<String> channels,
        Instant createdAt,
        byte[] payload,
        List<EndpointId> endpoints,
        EventOptions options) {

    /** The id that publishers, receivers and the API use. */
    public String publicId() {
        return externalId == null ? id.toString() : externalId;
    }

    /** The same with another payload. */
    public AcceptedEvent with(byte[] otherPayload) {
        return new AcceptedEvent(id, tenantId, externalId, type, channels, createdAt, otherPayload, endpoints, options);
    }

    /** The same for other endpoints. */
    public AcceptedEvent to(List<EndpointId> otherEndpoints) {
        return new AcceptedEvent(id, tenantId, externalId, type, channels, createdAt, payload, otherEndpoints, options);
    }

    /** What its filters and transformations see: read when somebody asks for it, and once. For one thread. */
    public Supplier<ExpressionInput> expressionInput() {
        var read = new ExpressionInput[1];
        return () -> {
            if (read[0] == null) {
                read[0] = ExpressionInput.of(publicId(), type, createdAt, channels, payload);
            }
            return read[0];
        };
    }

    /** Whether there is nothing left to send. No JSON is empty. */
    public boolean isExpunged() {
        return payload.length == 0;
    }
}
