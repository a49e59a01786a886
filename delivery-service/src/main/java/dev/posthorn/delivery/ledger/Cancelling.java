package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Cancels an event's deliveries that wait on disk for their first attempt: for a time, or for their endpoint. Their rows of
 * retry go, and rows of cancellation come, in one commit. The row of retry decides between this and whoever takes it into
 * memory; what is in memory already is attempted. For what waits in an ordered lane, the lane's row decides.
 */
@ApplicationScoped
public class Cancelling {

    private final DataSource dataSource;
    private final CancellingRepository repository;
    private final ResendingRepository events;

    Cancelling(DataSource dataSource, CancellingRepository repository, ResendingRepository events) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.events = events;
    }

    /**
     * @return how many deliveries were cancelled; 0 when all that could be was cancelled before
     * @throws ApiException 404, or 409 when there was never anything to cancel
     */
    public int cancel(String tenant, String eventId, String by) throws SQLException {
        return Transaction.run(dataSource, connection -> {
            UUID event = EventIds.resolve(connection, tenant, eventId)
                    .filter(id -> events.hasEvent(connection, tenant, id))
                    .orElseThrow(() -> ApiException.notFound("event"));
            int cancelled = repository.cancelWaiting(connection, event, by);
            if (cancelled == 0 && !repository.wasCancelled(connection, event)) {
                throw ApiException.conflict(
                        null,
                        "Nothing of the event waits unsent: it was sent, is being sent now, or was for no endpoint");
            }
            return cancelled;
        });
    }
}
