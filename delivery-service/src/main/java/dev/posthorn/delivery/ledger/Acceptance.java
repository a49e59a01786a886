package dev.posthorn.delivery.ledger;

import java.time.Instant;

/** The answer to one event of a submission, given after the commit. */
public sealed interface Acceptance {

    /** Kept now. */
    record Kept(EventSummary event) implements Acceptance {}

    /** The same request was made before; this is the event of then. */
    record Repeated(EventSummary event) implements Acceptance {}

    /** Another request was made under this id or Idempotency-Key before; nothing of this one was kept. */
    record KeyReused(boolean idempotencyKey) implements Acceptance {}

    /** @param deliveries how many endpoints it was for */
    record EventSummary(String id, String type, Instant createdAt, int deliveries) {

        static EventSummary of(AcceptedEvent event) {
            return new EventSummary(
                    event.publicId(),
                    event.type(),
                    event.createdAt(),
                    event.endpoints().size());
        }
    }
}
