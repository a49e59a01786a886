package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import dev.posthorn.delivery.ledger.Settlement.Enough;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.EndpointId;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            insert into parked_endpoint (endpoint_id, next_at, region)
            select endpoint_id, min(next_at), min(region)
            from unnest(?::uuid[], ?::timestamptz[], ?::text[]) as parked (endpoint_id, next_at, region)
            group by endpoint_id order by endpoint_id
            on conflict (endpoint_id) do update
            set next_at = least(parked_endpoint.next_at, excluded.next_at), region = excluded.region""";

    /**
     * By retry_parked, and the primary key of event. After a statement that has locked the endpoint's row, and so with all
     * that others parked for it: events of one batch come through several instances.
     */
    private static final String LOOK_AT_ENOUGH = """
            update parked_endpoint set next_at = now()
            from unnest(?::uuid[], ?::int[], ?::bigint[]) as enough (endpoint_id, events, bytes)
            where parked_endpoint.endpoint_id = enough.endpoint_id and (
                select count(*) >= enough.events or sum(octet_length(payload)) >= enough.bytes
                from (
                    select event_id from retry where retry.endpoint_id = enough.endpoint_id and due_at = 'infinity'
                    order by priority, event_id limit enough.events) as parked
                join event on event.id = parked.event_id)""";

    /** The table has a row an endpoint at most, and is read whole. Those of other regions are left to their instances. */
    private static final String LOCK_DUE_ENDPOINTS = """
            select endpoint_id from parked_endpoint where next_at <= now() and (region is null or region = ?)
            order by next_at limit ? for update skip locked""";

    /** By the primary keys of the events. One that retention has dropped is not sent any more. */
    private static final String PARK_AGAIN = """
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger, priority, group_id)
            select taken.event_id, taken.endpoint_id, event.tenant_id, 'infinity'::timestamptz, taken.number,
                taken.step, taken.trigger, event.priority, taken.group_id
            from unnest(?::uuid[], ?::uuid[], ?::int[], ?::int[], ?::text[], ?::uuid[])
                as taken (event_id, endpoint_id, number, step, trigger, group_id)
            join event on event.id = taken.event_id
            on conflict do nothing""";

    /** Endpoints that only some instances look at. */
    private static final String FIND_REGIONAL = """
            select endpoint_id, region from parked_endpoint where region is not null""";

    private static final String MOVE = """
            update parked_endpoint set region = moved.region, next_at = now()
            from unnest(?::uuid[], ?::text[]) as moved (endpoint_id, region)
            where parked_endpoint.endpoint_id = moved.endpoint_id""";

    /**
     * By retry_parked, each endpoint's most urgent first, and of those the oldest; and some more of one priority in turn, so
     * that it does not wait for those above it for ever. By retry_of_group also what goes in one request with them. A locked
     * row is waited for: skipped, it would seem that no more are parked, and its endpoint's row would go.
     */
    private static final String UNPARK = """
            with chosen as materialized (
                select oldest.event_id, oldest.endpoint_id, oldest.group_id
                from unnest(?::uuid[], ?::int[]) as room (endpoint_id, deliveries)
                cross join lateral (
                    select event_id, endpoint_id, group_id from retry
                    where retry.endpoint_id = room.endpoint_id and due_at = 'infinity'
                    and lane_position is null
                    order by priority, event_id limit room.deliveries for update) as oldest
                union all
                select favoured.event_id, favoured.endpoint_id, favoured.group_id
                from unnest(?::uuid[], ?::int[]) as room (endpoint_id, deliveries)
                cross join lateral (
                    select event_id, endpoint_id, group_id from retry
                    where retry.endpoint_id = room.endpoint_id and due_at = 'infinity' and priority = ?
                    and lane_position is null
                    order by event_id limit room.deliveries for update) as favoured),
            whole as (
                select event_id, endpoint_id from chosen
                union
                select retry.event_id, retry.endpoint_id from retry
                where due_at = 'infinity' and lane_position is null and retry.group_id is not null
                and group_id in (select group_id from chosen where group_id is not null))
            delete from retry using whole
            where retry.event_id = whole.event_id and retry.endpoint_id = whole.endpoint_id
            returning retry.event_id, retry.endpoint_id, retry.number, retry.step, retry.trigger, retry.group_id""";

    private static final String LOOK_LATER = """
            update parked_endpoint set next_at = later.next_at
            from unnest(?::uuid[], ?::timestamptz[]) as later (endpoint_id, next_at)
            where parked_endpoint.endpoint_id = later.endpoint_id""";

    private static final String FORGET_ENDPOINTS = """
            delete from parked_endpoint where endpoint_id = any(?)""";

    /** By the primary key. */
    private static final String FIND_PARKED = """
            select endpoint_id from parked_endpoint where endpoint_id = any(?)""";

    private static final String LOOK_NOW = """
            update parked_endpoint set next_at = now() where endpoint_id = any(?)""";

    private final LedgerRepository ledger;
    private final Endpoints endpoints;

    ParkingRepository(LedgerRepository ledger, Endpoints endpoints) {
        this.ledger = ledger;
        this.endpoints = endpoints;
    }

    /**
     * @param lookAgain when its endpoint may take it
     * @param enough takes it earlier; null for never
     */
    record Parked(Waiting delivery, Instant lookAgain, Enough enough) {

        Parked(Waiting delivery, Instant lookAgain) {
            this(delivery, lookAgain, null);
        }

        static Parked first(AcceptedEvent event, EndpointId endpoint, Instant lookAgain) {
            return new Parked(Waiting.first(event, endpoint, Instant.MAX), lookAgain);
        }

        static Parked of(Settlement.Parked parked) {
            return new Parked(Waiting.of(parked.delivery(), Instant.MAX), parked.lookAgain(), parked.enough());
        }
    }

    void park(Connection connection, List<Parked> deliveries) throws SQLException {
        ledger.addRetries(connection, deliveries.stream().map(Parked::delivery).toList());
        if (deliveries.isEmpty()) {
            return;
        }
        parkEndpoints(
                connection,
                deliveries.stream().map(it -> it.delivery().endpointId()).toList(),
                deliveries.stream().map(Parked::lookAgain).toList());
        lookAtEnough(connection, deliveries);
    }

    private void lookAtEnough(Connection connection, List<Parked> deliveries) throws SQLException {
        var enough = new HashMap<UUID, Enough>();
        for (Parked parked : deliveries) {
            if (parked.enough() != null) {
                enough.put(parked.delivery().endpointId(), parked.enough());
            }
        }
        if (enough.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(LOOK_AT_ENOUGH)) {
            statement.setArray(1, LedgerRepository.uuids(connection, enough.keySet()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int", enough.values().stream().map(Enough::events).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint",
                            enough.values().stream().map(Enough::bytes).toArray()));
            statement.executeUpdate();
        }
    }

    /** Puts deliveries back that were taken in the same transaction; their endpoints are looked at at once. */
    void parkAgain(Connection connection, List<Held> taken) throws SQLException {
        if (taken.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(PARK_AGAIN)) {
            statement.setArray(
                    1,
                    LedgerRepository.uuids(
                            connection, taken.stream().map(Held::eventId).toList()));
            statement.setArray(
                    2,
                    LedgerRepository.uuids(
                            connection, taken.stream().map(Held::endpointId).toList()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int", taken.stream().map(Held::number).toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "int", taken.stream().map(Held::step).toArray()));
            statement.setArray(
                    5,
                    LedgerRepository.texts(
                            connection,
                            taken.stream()
                                    .map(held -> held.trigger().toString())
                                    .toList()));
            statement.setArray(
                    6,
                    LedgerRepository.uuids(
                            connection, taken.stream().map(Held::group).toList()));
            statement.executeUpdate();
        }
        Instant now = Instant.now();
        parkEndpoints(
                connection,
                taken.stream().map(Held::endpointId).toList(),
                taken.stream().map(held -> now).toList());
    }

    private void parkEndpoints(Connection connection, List<UUID> parked, List<Instant> lookAgain) throws SQLException {
        try (var statement = connection.prepareStatement(PARK_ENDPOINTS)) {
            statement.setArray(1, LedgerRepository.uuids(connection, parked));
            statement.setArray(2, times(connection, lookAgain));
            statement.setArray(
                    3,
                    LedgerRepository.texts(
                            connection,
                            parked.stream()
                                    .map(it -> endpoints.regionOf(new EndpointId(it)))
                                    .toList()));
            statement.executeUpdate();
        }
    }

    List<UUID> lockDueEndpoints(Connection connection, int limit) throws SQLException {
        try (var statement = connection.prepareStatement(LOCK_DUE_ENDPOINTS)) {
            statement.setString(1, endpoints.ownRegion());
            statement.setInt(2, limit);
            try (var rows = statement.executeQuery()) {
                var endpoints = new ArrayList<UUID>();
                while (rows.next()) {
                    endpoints.add(rows.getObject(1, UUID.class));
                }
                return endpoints;
            }
        }
    }

    /** Which ones have their turn although more urgent ones are parked. @param deliveries how many of an endpoint, at most */
    record Favour(Priority priority, Map<UUID, Integer> deliveries) {

        static Favour inTurn(long turn, Map<UUID, Integer> deliveries) {
            return new Favour(turn % 2 == 0 ? Priority.LOW : Priority.NORMAL, deliveries);
        }
    }

    /** Those of the endpoints that deliveries wait for. */
    Set<UUID> findParked(Connection connection, Collection<UUID> endpoints) throws SQLException {
        try (var statement = connection.prepareStatement(FIND_PARKED)) {
            statement.setArray(1, LedgerRepository.uuids(connection, endpoints));
            try (var rows = statement.executeQuery()) {
                var parked = new HashSet<UUID>();
                while (rows.next()) {
                    parked.add(rows.getObject(1, UUID.class));
                }
                return parked;
            }
        }
    }

    /** @param room how many deliveries of each endpoint to take out, at most, besides those that are favoured */
    List<Held> unpark(Connection connection, UUID batch, Map<UUID, Integer> room, Favour favour) throws SQLException {
        if (room.isEmpty()) {
            return List.of();
        }
        try (var statement = connection.prepareStatement(UNPARK)) {
            statement.setArray(1, LedgerRepository.uuids(connection, room.keySet()));
            statement.setArray(2, connection.createArrayOf("int", room.values().toArray()));
            statement.setArray(
                    3, LedgerRepository.uuids(connection, favour.deliveries().keySet()));
            statement.setArray(
                    4,
                    connection.createArrayOf("int", favour.deliveries().values().toArray()));
            statement.setInt(5, favour.priority().ordinal());
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

    /** By endpoint, where it is not null. */
    Map<UUID, String> findRegional(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(FIND_REGIONAL);
                var rows = statement.executeQuery()) {
            var found = new HashMap<UUID, String>();
            while (rows.next()) {
                found.put(rows.getObject(1, UUID.class), rows.getString(2));
            }
            return found;
        }
    }

    /** Leaves endpoints to the instances of the region that the catalog says, who look at once. */
    void move(Connection connection, Collection<UUID> moved) throws SQLException {
        if (moved.isEmpty()) {
            return;
        }
        List<UUID> sorted = moved.stream().sorted().toList();
        try (var statement = connection.prepareStatement(MOVE)) {
            statement.setArray(1, LedgerRepository.uuids(connection, sorted));
            statement.setArray(
                    2,
                    LedgerRepository.texts(
                            connection,
                            sorted.stream()
                                    .map(it -> endpoints.regionOf(new EndpointId(it)))
                                    .toList()));
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
