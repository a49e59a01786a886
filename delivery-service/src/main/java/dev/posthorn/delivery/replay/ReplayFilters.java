package dev.posthorn.delivery.replay;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.BulkResending;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.delivery.routing.ExpressionThreads;
import dev.posthorn.foundation.id.EndpointId;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Asks an endpoint's filters about events that it has no delivery of. */
@ApplicationScoped
class ReplayFilters {

    /** A transaction waits for them. What they gave no answer to is not refused; it is asked again before it is sent. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final BulkResending ledger;
    private final Endpoints endpoints;
    private final ExpressionThreads threads;

    ReplayFilters(BulkResending ledger, Endpoints endpoints, ExpressionThreads threads) {
        this.ledger = ledger;
        this.endpoints = endpoints;
        this.threads = threads;
    }

    /** Those of the events that the endpoint does not want. */
    Set<UUID> refused(Connection connection, String tenant, EndpointId endpoint, List<UUID> ids) throws SQLException {
        Collection<AcceptedEvent> events = ledger.findEvents(connection, ids);
        return threads.supply(tenant, () -> refused(endpoint, events))
                .toCompletableFuture()
                // Other work of the tenant's may be before it.
                .completeOnTimeout(Set.of(), LONGEST.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private Set<UUID> refused(EndpointId endpoint, Collection<AcceptedEvent> events) {
        long begin = System.nanoTime();
        var refused = new HashSet<UUID>();
        for (AcceptedEvent event : events) {
            Duration left = LONGEST.minusNanos(System.nanoTime() - begin);
            if (endpoints
                    .unrefused(List.of(endpoint), event.type(), event.channels(), event.expressionInput(), left)
                    .isEmpty()) {
                refused.add(event.id().value());
            }
        }
        return refused;
    }
}
