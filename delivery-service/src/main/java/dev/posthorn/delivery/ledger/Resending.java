package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.DeadLetterId;
import dev.posthorn.foundation.id.EndpointId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Sends again what a person asks for. A dead letter is resolved and its delivery made due in one commit: it is never in both
 * places, and never in none.
 */
@ApplicationScoped
public class Resending {

    private final DataSource dataSource;
    private final ResendingRepository repository;
    private final LaneRepository lanes;
    private final Expunging expunging;
    private final CancellingRepository cancellations;
    private final Endpoints endpoints;
    private final Event<MadeDue> madeDue;

    Resending(
            DataSource dataSource,
            ResendingRepository repository,
            LaneRepository lanes,
            Expunging expunging,
            CancellingRepository cancellations,
            Endpoints endpoints,
            Event<MadeDue> madeDue) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.lanes = lanes;
        this.expunging = expunging;
        this.cancellations = cancellations;
        this.endpoints = endpoints;
        this.madeDue = madeDue;
    }

    /** Which dead letters; null where all are meant. */
    public record Filter(EndpointId endpointId, String eventType, Instant since, Instant until) {}

    /** Deliveries were made due in the present transaction. */
    record MadeDue() {}

    /** @throws ApiException 404, or 409 when the endpoint cannot be sent to, the delivery is on its first way, or the payload gone */
    @Transactional
    public void sendAgain(String tenant, String eventId, EndpointId endpointId, String by) throws SQLException {
        checkCanSend(tenant, endpointId);
        try (var connection = dataSource.getConnection()) {
            UUID event = EventIds.resolve(connection, tenant, eventId)
                    .filter(id -> repository.hasEvent(connection, tenant, id))
                    .orElseThrow(() -> ApiException.notFound("event"));
            expunging.checkCanSend(connection, event);
            lanes.hurry(connection, event, endpointId.value());
            if (!repository.makeDue(connection, event, endpointId.value())) {
                sendSettledAgain(connection, tenant, event, endpointId.value(), by);
            }
        }
        madeDue.fire(new MadeDue());
    }

    private void sendSettledAgain(Connection connection, String tenant, UUID event, UUID endpoint, String by)
            throws SQLException {
        int attempts = repository.countAttempts(connection, event, endpoint);
        boolean ended = repository.resolveOf(connection, event, endpoint, by)
                | cancellations.forget(connection, event, endpoint);
        boolean fresh = !repository.wasMatched(connection, event, endpoint)
                && repository.addDelivery(connection, event, endpoint, tenant);
        if (attempts == 0 && !ended && !fresh) {
            throw ApiException.conflict(null, "The delivery is on its way already");
        }
        repository.addDue(connection, event, endpoint, tenant, attempts + 1, Trigger.MANUAL);
    }

    /** @throws ApiException 404, or 409 when the endpoint cannot be sent to or the payload is gone */
    @Transactional
    public void replay(String tenant, DeadLetterId id, String by) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            var letter = repository.resolve(connection, tenant, List.of(id.value()), "replayed", null, by).stream()
                    .findFirst()
                    .orElseThrow(() -> ApiException.notFound("dead letter"));
            checkCanSend(tenant, new EndpointId(letter.endpointId()));
            expunging.checkCanSend(connection, letter.eventId());
            repository.addDue(
                    connection, letter.eventId(), letter.endpointId(), tenant, letter.attempts() + 1, Trigger.REPLAY);
        }
        madeDue.fire(new MadeDue());
    }

    /** @param more whether some are left */
    public record Discarded(int discarded, boolean more) {}

    /** Discards dead letters, oldest first, and at most so many: a request must end. */
    @Transactional
    public Discarded discardAll(String tenant, Filter filter, int limit, String reason, String by) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            List<UUID> waiting = repository.findWaiting(connection, tenant, filter, limit);
            int discarded = repository
                    .resolve(connection, tenant, waiting, "discarded", reason, by)
                    .size();
            return new Discarded(discarded, waiting.size() == limit);
        }
    }

    /** @throws ApiException 404 */
    @Transactional
    public void discard(String tenant, DeadLetterId id, String reason, String by) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            if (repository
                    .resolve(connection, tenant, List.of(id.value()), "discarded", reason, by)
                    .isEmpty()) {
                throw ApiException.notFound("dead letter");
            }
        }
        // It may have blocked an ordered lane.
        madeDue.fire(new MadeDue());
    }

    /** @throws ApiException 404, or 409 when it is disabled */
    public void checkCanSend(String tenant, EndpointId id) {
        Endpoint endpoint = endpoints.find(id);
        if (endpoint == null || !endpoint.tenantId().equals(tenant)) {
            throw ApiException.notFound("endpoint");
        }
        if (endpoint.status() == Endpoint.Status.DISABLED) {
            throw ApiException.conflict(null, "The endpoint is disabled; enable it first");
        }
    }
}
