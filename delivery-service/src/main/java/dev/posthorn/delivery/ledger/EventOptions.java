package dev.posthorn.delivery.ledger;

import java.time.Instant;

/**
 * What a publisher asked for beside an event's content.
 *
 * @param priority its own, or its type's
 * @param orderingKey events with the same one keep their order at endpoints that ask for it; null for none
 * @param deliverAt not before then; null for at once
 * @param region which of an endpoint's regional URLs it goes to; null for the sending instance's
 */
public record EventOptions(Priority priority, String orderingKey, Instant deliverAt, String region) {

    public static final EventOptions NONE = new EventOptions(Priority.NORMAL, null, null, null);
}
