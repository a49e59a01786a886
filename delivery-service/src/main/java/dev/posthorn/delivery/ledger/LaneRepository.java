package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Ordered lanes and the places in them. Each method joins the transaction of the connection it is given.
 *
 * <p>Lanes are locked in the order of their keys, by one statement, and before rows of retry: so no two transactions wait for
 * each other. {@link LaneClaims} waits for nobody, and passes over locked ones.
 */
@ApplicationScoped
class LaneRepository {

    /** By the primary key. Takes the lanes' locks, gives places away, and tells whose the lanes are. */
    private static final String ENTER = """
            insert into ordered_lane (endpoint_id, key, owner, hold, due_at, last_position)
            select * from unnest(?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::timestamptz[], ?::bigint[])
                as new (endpoint_id, key, owner, hold, due_at, places)
            order by endpoint_id, key
            on conflict (endpoint_id, key)
            do update set last_position = ordered_lane.last_position + excluded.last_position
            returning endpoint_id, key, hold, last_position""";

    private static final String ADD_PLACES = """
            insert into retry
                (event_id, endpoint_id, tenant_id, due_at, number, step, trigger, priority, lane_key, lane_position)
            select event_id, endpoint_id, tenant_id, 'infinity', number, step, trigger, priority, lane_key, lane_position
            from unnest(?::uuid[], ?::uuid[], ?::text[], ?::int[], ?::int[], ?::text[], ?::int[], ?::text[], ?::bigint[])
                as new (event_id, endpoint_id, tenant_id, number, step, trigger, priority, lane_key, lane_position)
            on conflict do nothing""";

    /** By the primary key. */
    private static final String REMOVE_PLACES = """
            delete from retry using unnest(?::uuid[], ?::uuid[]) as settled (event_id, endpoint_id)
            where retry.event_id = settled.event_id and retry.endpoint_id = settled.endpoint_id
            and lane_position is not null""";

    /** By the primary key. */
    private static final String KEEP_PLACES = """
            update retry set number = failed.number, step = failed.step, trigger = failed.trigger
            from unnest(?::uuid[], ?::uuid[], ?::int[], ?::int[], ?::text[])
                as failed (event_id, endpoint_id, number, step, trigger)
            where retry.event_id = failed.event_id and retry.endpoint_id = failed.endpoint_id
            and lane_position is not null""";

    private static final String LOCK_HOLDS = """
            select from ordered_lane lane
            join unnest(?::uuid[], ?::text[]) as held (endpoint_id, key) using (endpoint_id, key)
            order by lane.endpoint_id, lane.key for update of lane""";

    /** Of what was not ours any more nothing is changed. */
    private static final String RELEASE = """
            update ordered_lane lane
            set owner = null, hold = null, due_at = released.due_at, blocked_by = released.blocked_by
            from unnest(?::uuid[], ?::text[], ?::uuid[], ?::timestamptz[], ?::uuid[])
                as released (endpoint_id, key, hold, due_at, blocked_by)
            where lane.endpoint_id = released.endpoint_id and lane.key = released.key and lane.hold = released.hold""";

    /** As ENTER; the lane goes on with them, or is free again when they are what it is blocked by. */
    private static final String ENLIST = """
            insert into ordered_lane (endpoint_id, key, due_at, last_position)
            select endpoint_id, key, now(), places
            from unnest(?::uuid[], ?::text[], ?::bigint[]) as new (endpoint_id, key, places)
            order by endpoint_id, key
            on conflict (endpoint_id, key) do update set
                last_position = ordered_lane.last_position + excluded.last_position,
                due_at = case
                    when ordered_lane.owner is null
                        and (ordered_lane.blocked_by is null or ordered_lane.blocked_by = any(?)) then now()
                    else ordered_lane.due_at end,
                blocked_by = case
                    when ordered_lane.blocked_by = any(?) then null
                    else ordered_lane.blocked_by end
            returning endpoint_id, key, hold, last_position""";

    /** By the primary keys. A lane that is sent from goes on anyway; one that is blocked waits for a person. */
    private static final String HURRY = """
            with hurried as materialized (
                select lane.endpoint_id, lane.key from ordered_lane lane
                join retry on retry.endpoint_id = lane.endpoint_id and retry.lane_key = lane.key
                where retry.event_id = ? and (?::uuid is null or retry.endpoint_id = ?)
                and retry.lane_position is not null and lane.owner is null and lane.blocked_by is null
                order by lane.endpoint_id, lane.key for update of lane)
            update ordered_lane lane set due_at = now()
            from hurried where lane.endpoint_id = hurried.endpoint_id and lane.key = hurried.key""";

    private static final String GIVE_BACK = """
            update ordered_lane set owner = null, hold = null where owner = ?""";

    /** @param hold null when there is no room to send from it now: the lane is parked, should it be empty */
    record Entering(OrderedLane lane, LaneHold hold, int places) {}

    /**
     * @param hold what the lane is held under; null when it is nobody's
     * @param last the greatest place that was given away
     */
    record Entered(OrderedLane lane, UUID hold, long last) {}

    /** @param position 0 goes ahead of all others, the oldest event first */
    record Place(Waiting delivery, String key, long position) {}

    /** @param blockedBy the event of the dead letter that it waits for; null for none */
    record Release(LaneHold hold, Instant dueAt, UUID blockedBy) {}

    List<Entered> enter(Connection connection, List<Entering> lanes) throws SQLException {
        try (var statement = connection.prepareStatement(ENTER)) {
            set(statement, 1, "uuid", lanes, it -> it.lane().endpointId());
            set(statement, 2, "text", lanes, it -> it.lane().key());
            set(
                    statement,
                    3,
                    "uuid",
                    lanes,
                    it -> it.hold() == null ? null : it.hold().owner());
            set(
                    statement,
                    4,
                    "uuid",
                    lanes,
                    it -> it.hold() == null ? null : it.hold().id());
            set(statement, 5, "text", lanes, it -> it.hold() == null ? "infinity" : "-infinity");
            set(statement, 6, "bigint", lanes, Entering::places);
            return readEntered(statement);
        }
    }

    void addPlaces(Connection connection, List<Place> places) throws SQLException {
        if (places.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(ADD_PLACES)) {
            set(statement, 1, "uuid", places, it -> it.delivery().eventId());
            set(statement, 2, "uuid", places, it -> it.delivery().endpointId());
            set(statement, 3, "text", places, it -> it.delivery().tenantId());
            set(statement, 4, "int", places, it -> it.delivery().number());
            set(statement, 5, "int", places, it -> it.delivery().step());
            set(statement, 6, "text", places, it -> it.delivery().trigger().toString());
            set(statement, 7, "int", places, it -> it.delivery().priority().ordinal());
            set(statement, 8, "text", places, Place::key);
            set(statement, 9, "bigint", places, Place::position);
            statement.executeUpdate();
        }
    }

    void removePlaces(Connection connection, List<Delivery> settled) throws SQLException {
        if (settled.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(REMOVE_PLACES)) {
            set(statement, 1, "uuid", settled, it -> it.event().id().value());
            set(statement, 2, "uuid", settled, it -> it.endpointId().value());
            statement.executeUpdate();
        }
    }

    void dropPlaces(Connection connection, List<LedgerRepository.Held> dropped) throws SQLException {
        try (var statement = connection.prepareStatement(REMOVE_PLACES)) {
            set(statement, 1, "uuid", dropped, LedgerRepository.Held::eventId);
            set(statement, 2, "uuid", dropped, LedgerRepository.Held::endpointId);
            statement.executeUpdate();
        }
    }

    void keepPlaces(Connection connection, List<Waiting> failed) throws SQLException {
        if (failed.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(KEEP_PLACES)) {
            set(statement, 1, "uuid", failed, Waiting::eventId);
            set(statement, 2, "uuid", failed, Waiting::endpointId);
            set(statement, 3, "int", failed, Waiting::number);
            set(statement, 4, "int", failed, Waiting::step);
            set(statement, 5, "text", failed, it -> it.trigger().toString());
            statement.executeUpdate();
        }
    }

    void release(Connection connection, Collection<Release> released) throws SQLException {
        if (released.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(LOCK_HOLDS)) {
            set(statement, 1, "uuid", released, it -> it.hold().lane().endpointId());
            set(statement, 2, "text", released, it -> it.hold().lane().key());
            statement.executeQuery().close();
        }
        try (var statement = connection.prepareStatement(RELEASE)) {
            set(statement, 1, "uuid", released, it -> it.hold().lane().endpointId());
            set(statement, 2, "text", released, it -> it.hold().lane().key());
            set(statement, 3, "uuid", released, it -> it.hold().id());
            set(statement, 4, "text", released, it -> LedgerRepository.timestamp(it.dueAt()));
            set(statement, 5, "uuid", released, Release::blockedBy);
            statement.executeUpdate();
        }
    }

    /** @param lanes with the number of places at their ends */
    List<Entered> enlist(Connection connection, Map<OrderedLane, Integer> lanes, List<UUID> events)
            throws SQLException {
        try (var statement = connection.prepareStatement(ENLIST)) {
            set(statement, 1, "uuid", lanes.keySet(), OrderedLane::endpointId);
            set(statement, 2, "text", lanes.keySet(), OrderedLane::key);
            set(statement, 3, "bigint", lanes.keySet(), lanes::get);
            set(statement, 4, "uuid", events, Function.identity());
            set(statement, 5, "uuid", events, Function.identity());
            return readEntered(statement);
        }
    }

    /**
     * Lets the lanes of an event go on now: a person wants it sent, or it leaves its lane, and may be what the lane waits for.
     * Comes before its row of retry is touched.
     *
     * @param endpoint null for all
     */
    void hurry(Connection connection, UUID event, UUID endpoint) throws SQLException {
        try (var statement = connection.prepareStatement(HURRY)) {
            statement.setObject(1, event);
            statement.setObject(2, endpoint);
            statement.setObject(3, endpoint);
            statement.executeUpdate();
        }
    }

    /** Leaves them to the others at once. */
    void giveBack(Connection connection, UUID owner) throws SQLException {
        try (var statement = connection.prepareStatement(GIVE_BACK)) {
            statement.setObject(1, owner);
            statement.executeUpdate();
        }
    }

    static <T> void set(
            PreparedStatement statement, int at, String type, Collection<T> rows, Function<? super T, ?> column)
            throws SQLException {
        statement.setArray(
                at,
                statement
                        .getConnection()
                        .createArrayOf(type, rows.stream().map(column).toArray()));
    }

    static List<Entered> readEntered(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            var lanes = new ArrayList<Entered>();
            while (rows.next()) {
                lanes.add(new Entered(
                        new OrderedLane(rows.getObject(1, UUID.class), rows.getString(2)),
                        rows.getObject(3, UUID.class),
                        rows.getLong(4)));
            }
            return lanes;
        }
    }
}
