package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import dev.posthorn.foundation.id.EndpointId;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Deliveries that wait for their endpoint: rows of retry that are due never, and for each of their endpoints a row of
 * parked_endpoint that says when it is looked at next.
 *
 * <p>No parked delivery is without its endpoint's row. Whoever parks one writes that row,
 * and so waits for its lock; whoever deletes it has its lock, and only then looks whether anything is still parked.
 */
@ApplicationScoped
class ParkingRepository {

    /** In the order of the ids, so that two who park cannot wait for one another. */
    private static final String PARK_ENDPOINTS = """
            insert into parked_endpoint (endpoint_id, next_at)
            select endpoint_id, min(next_at) from unnest(?::uuid[], ?::timestamptz[]) as parked (endpoint_id, next_at)
            group by endpoint_id order by endpoint_id
            on conflict (endpoint_id) do update set next_at = least(parked_endpoint.next_at, excluded.next_at)""";

    /** The table has a row an endpoint at most, and is read whole. */
    private static final String LOCK_DUE_ENDPOINTS = """
            select endpoint_id from parked_endpoint where next_at <= now()
            order by next_at limit ? for update skip locked""";

    /**
     * By retry_parked, each endpoint's oldest first. A locked row is waited for: skipped, it would seem that no more are
     * parked, and its endpoint's row would go.
     */
    private static final String UNPARK = """
            with chosen as materialized (
                select oldest.event_id, oldest.endpoint_id
                from unnest(?::uuid[], ?::int[]) as room (endpoint_id, deliveries)
                cross join lateral (
                    select event_id, endpoint_id from retry
                    where retry.endpoint_id = room.endpoint_id and due_at = 'infinity'
                    and lane_position is null order by event_id limit room.deliveries for update) as oldest)
            delete from retry using chosen
            where retry.event_id = chosen.event_id and retry.endpoint_id = chosen.endpoint_id
            returning retry.event_id, retry.endpoint_id, retry.number, retry.step, retry.trigger""";

    private static final String LOOK_LATER = """
            update parked_endpoint set next_at = later.next_at
            from unnest(?::uuid[], ?::timestamptz[]) as later (endpoint_id, next_at)
            where parked_endpoint.endpoint_id = later.endpoint_id""";

    private static final String FORGET_ENDPOINTS = """
            delete from parked_endpoint where endpoint_id = any(?)""";

    private static final String LOOK_NOW = """
            update parked_endpoint set next_at = now() where endpoint_id = any(?)""";

    private final LedgerRepository ledger;

    ParkingRepository(LedgerRepository ledger) {
        this.ledger = ledger;
    }

    /** @param lookAgain when its endpoint may take it */
    record Parked(Waiting delivery, Instant lookAgain) {

        static Parked first(AcceptedEvent event, EndpointId endpoint, Instant lookAgain) {
            return new Parked(
                    new Waiting(
                            event.id().value(), endpoint.value(), event.tenantId(), Instant.MAX, 1, 0, Trigger.FIRST),
                    lookAgain);
        }

        static Parked of(Delivery delivery, Instant lookAgain) {
            return new Parked(Waiting.of(delivery, Instant.MAX), lookAgain);
        }
    }

    void park(Connection connection, List<Parked> deliveries) throws SQLException {
        ledger.addRetries(connection, deliveries.stream().map(Parked::delivery).toList());
        if (deliveries.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(PARK_ENDPOINTS)) {
            statement.setArray(
                    1,
                    LedgerRepository.uuids(
                            connection,
                            deliveries.stream()
                                    .map(it -> it.delivery().endpointId())
                                    .toList()));
            statement.setArray(
                    2,
                    times(connection, deliveries.stream().map(Parked::lookAgain).toList()));
            statement.executeUpdate();
        }
    }

    List<UUID> lockDueEndpoints(Connection connection, int limit) throws SQLException {
        try (var statement = connection.prepareStatement(LOCK_DUE_ENDPOINTS)) {
            statement.setInt(1, limit);
            try (var rows = statement.executeQuery()) {
                var endpoints = new ArrayList<UUID>();
                while (rows.next()) {
                    endpoints.add(rows.getObject(1, UUID.class));
                }
                return endpoints;
            }
        }
    }

    /** @param room how many deliveries of each endpoint to take out, at most */
    List<Held> unpark(Connection connection, UUID batch, Map<UUID, Integer> room) throws SQLException {
        if (room.isEmpty()) {
            return List.of();
        }
        try (var statement = connection.prepareStatement(UNPARK)) {
            statement.setArray(1, LedgerRepository.uuids(connection, room.keySet()));
            statement.setArray(2, connection.createArrayOf("int", room.values().toArray()));
            try (var rows = statement.executeQuery()) {
                var taken = new ArrayList<Held>();
                while (rows.next()) {
                    taken.add(LedgerRepository.readHeld(rows, batch, 1));
                }
                return taken;
            }
        }
    }

    void lookLater(Connection connection, Map<UUID, Instant> endpoints) throws SQLException {
        if (endpoints.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(LOOK_LATER)) {
            statement.setArray(1, LedgerRepository.uuids(connection, endpoints.keySet()));
            statement.setArray(2, times(connection, endpoints.values()));
            statement.executeUpdate();
        }
    }

    void lookNow(Connection connection, Collection<UUID> endpoints) throws SQLException {
        update(connection, LOOK_NOW, endpoints);
    }

    void forget(Connection connection, Collection<UUID> endpoints) throws SQLException {
        update(connection, FORGET_ENDPOINTS, endpoints);
    }

    private static void update(Connection connection, String sql, Collection<UUID> endpoints) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setArray(1, LedgerRepository.uuids(connection, endpoints));
            statement.executeUpdate();
        }
    }

    private static java.sql.Array times(Connection connection, Collection<Instant> times) throws SQLException {
        return connection.createArrayOf(
                "text",
                times.stream()
                        .map(time -> time.atOffset(ZoneOffset.UTC).toString())
                        .toArray());
    }
}
