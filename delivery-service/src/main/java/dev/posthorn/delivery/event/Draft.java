package dev.posthorn.delivery.event;

import dev.posthorn.delivery.ledger.Priority;

import java.time.Instant;
import java.util.List;

/**
 * An event as a publisher wrote it.
 *
 * @param id the publisher's own; null when it gave none
 * @param payload the JSON value's bytes, untouched
 * @param priority null for its type's
 * @param orderingKey null for none
 * @param deliverAt null for at once
 * @param region null for the sending instance's
 */
public record Draft(
        String type,
        byte[] payload,
        String id,
        List<String> channels,
        Priority priority,
        String orderingKey,
        Instant deliverAt,
        String region) {}
