package dev.posthorn.delivery.outboxsource;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An event as it stands in the operator's table; what may be null there is null here.
 *
 * @param id identifies the event when it has no {@code eventId}
 * @param payload JSON, as it was written
 */
record OutboxRow(
        UUID id,
        String tenantId,
        String type,
        String payload,
        String eventId,
        List<String> channels,
        String priority,
        String orderingKey,
        Instant deliverAt,
        String region) {}
