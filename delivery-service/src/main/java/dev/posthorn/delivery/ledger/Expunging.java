package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Dead;
import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.DeadLetterId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Takes what an event said out of the ledger, and leaves that it was there. Its deliveries that wait end as dead letters in
 * the same commit; those in memory at this moment may still be attempted once, and what comes back from disk later is not
 * sent.
 *
 * <p>PostgreSQL writes a new version of the row. The bytes of the old one cannot be read any more, and leave the file with
 * the next vacuum.
 */
@ApplicationScoped
public class Expunging {

    private final DataSource dataSource;
    private final ExpungingRepository repository;
    private final LaneRepository lanes;
    private final LedgerRepository ledger;

    Expunging(DataSource dataSource, ExpungingRepository repository, LaneRepository lanes, LedgerRepository ledger) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.lanes = lanes;
        this.ledger = ledger;
    }

    /**
     * Does nothing for an event that was expunged before.
     *
     * @throws ApiException 404
     */
    public void expunge(String tenant, String eventId) throws SQLException {
        Transaction.run(dataSource, connection -> {
            UUID id = EventIds.resolve(connection, tenant, eventId).orElseThrow(() -> ApiException.notFound("event"));
            AcceptedEvent event = ledger.findEvents(connection, List.of(id)).get(id);
            if (event == null || !event.tenantId().equals(tenant)) {
                throw ApiException.notFound("event");
            }
            if (repository.overwritePayload(connection, tenant, id)) {
                repository.forgetAnswers(connection, id);
                repository.forgetDetails(connection, id);
                endWaiting(connection, event);
            }
            return id;
        });
    }

    private void endWaiting(Connection connection, AcceptedEvent event) throws SQLException {
        lanes.hurry(connection, event.id().value(), null);
        List<Dead> dead = repository.takeWaiting(connection, event.id().value()).stream()
                .map(held -> new Dead(
                        DeadLetterId.next(),
                        delivery(event, held),
                        NextStep.DeadLetter.PAYLOAD_EXPUNGED,
                        held.number() - 1))
                .toList();
        ledger.addDeadLetters(connection, dead);
    }

    private static Delivery delivery(AcceptedEvent event, Held held) {
        return new Delivery(event, new EndpointId(held.endpointId()), held.number(), held.step(), held.trigger(), null);
    }

    /** @throws ApiException 409 when there is nothing left to send */
    void checkCanSend(Connection connection, UUID event) throws SQLException {
        if (repository.isExpunged(connection, event)) {
            throw ApiException.conflict(null, "The event's payload was expunged: there is nothing left to send");
        }
    }
}
