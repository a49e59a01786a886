package dev.posthorn.delivery.ledger;

import org.jboss.logging.Logger;

/** One line an attempt, with fixed keys. Never payloads, secrets or signatures. */
final class AttemptLog {

    private static final Logger LOG = Logger.getLogger("posthorn.attempt");

    private AttemptLog() {}

    static void write(Attempt attempt) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        Delivery delivery = attempt.delivery();
        LOG.infof(
                "tenantId=%s endpointId=%s eventId=%s attempt=%d trigger=%s outcome=%s status=%s latencyMs=%d next=%s",
                delivery.event().tenantId(),
                delivery.endpointId(),
                delivery.event().publicId(),
                delivery.number(),
                delivery.trigger(),
                attempt.outcome().name(),
                attempt.outcome().statusCode(),
                attempt.duration().toMillis(),
                attempt.next());
    }
}
