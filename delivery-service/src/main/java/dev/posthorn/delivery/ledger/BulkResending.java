package dev.posthorn.delivery.ledger;

import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Makes many deliveries due, for a replay, in the transaction that says how far the replay has come: so each is replayed
 * once, however often the process dies. Their schedules begin anew, and they go behind everything fresh.
 */
@ApplicationScoped
public class BulkResending {

    private final BulkResendingRepository repository;
    private final LedgerRepository ledger;
    private final RetryClaims claims;

    BulkResending(BulkResendingRepository repository, LedgerRepository ledger, RetryClaims claims) {
        this.repository = repository;
        this.ledger = ledger;
        this.claims = claims;
    }

    /** @param attempts how many were made of it so far */
    public record Found(UUID eventId, UUID endpointId, Replayable was, int attempts) {}

    /**
     * Joins the transaction of the connection. What waits already, or is no more what it was found to be, is left alone.
     *
     * @return how many were made due
     */
    public int makeDue(Connection connection, String tenant, List<Found> deliveries, String by) throws SQLException {
        int due = 0;
        for (Replayable was : Replayable.values()) {
            List<Found> some =
                    deliveries.stream().filter(found -> found.was() == was).toList();
            if (!some.isEmpty()) {
                due += switch (was) {
                    case SUCCEEDED -> repository.repeat(connection, tenant, some);
                    case DEAD -> repository.replayDead(connection, tenant, some, by);
                    case MISSING -> repository.add(connection, tenant, some);
                };
            }
        }
        return due;
    }

    /** With their payloads. Joins the transaction of the connection. */
    public Collection<AcceptedEvent> findEvents(Connection connection, List<UUID> ids) throws SQLException {
        return ids.isEmpty() ? List.of() : ledger.findEvents(connection, ids).values();
    }

    /** After the commit: what was made due is looked for at once. */
    public void wake() {
        claims.wake();
    }
}
