package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LaneRepository.Entered;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import static dev.posthorn.delivery.ledger.LaneRepository.readEntered;
import static dev.posthorn.delivery.ledger.LaneRepository.set;

/** The statements of {@link LaneClaims}. Each joins the transaction of the connection it is given, and waits for no lock. */
@ApplicationScoped
class LaneClaimRepository {

    /** By ordered_lane_due. */
    private static final String TAKE_DUE = """
            with due as materialized (
                select endpoint_id, key from ordered_lane
                where owner is null and due_at <= now() and due_at < 'infinity'
                order by due_at limit ? for update skip locked)
            update ordered_lane lane set owner = ?, hold = gen_random_uuid(), due_at = '-infinity'
            from due where lane.endpoint_id = due.endpoint_id and lane.key = due.key
            returning lane.endpoint_id, lane.key, lane.hold, lane.last_position""";

    /** By ordered_lane_parked, from endpoint to endpoint. */
    private static final String FIND_PARKED_ENDPOINTS = """
            with recursive parked as (
                (select endpoint_id from ordered_lane
                where owner is null and due_at = 'infinity' and blocked_by is null
                order by endpoint_id limit 1)
                union all
                select (
                    select endpoint_id from ordered_lane
                    where owner is null and due_at = 'infinity' and blocked_by is null
                    and endpoint_id > parked.endpoint_id
                    order by endpoint_id limit 1)
                from parked where parked.endpoint_id is not null)
            select endpoint_id from parked where endpoint_id is not null""";

    /** By ordered_lane_parked. */
    private static final String TAKE_PARKED = """
            with chosen as materialized (
                select lane.endpoint_id, lane.key
                from unnest(?::uuid[], ?::int[]) as room (endpoint_id, lanes)
                cross join lateral (
                    select endpoint_id, key from ordered_lane
                    where ordered_lane.endpoint_id = room.endpoint_id
                    and owner is null and due_at = 'infinity' and blocked_by is null
                    limit room.lanes for update skip locked) as lane)
            update ordered_lane lane set owner = ?, hold = gen_random_uuid(), due_at = '-infinity'
            from chosen where lane.endpoint_id = chosen.endpoint_id and lane.key = chosen.key
            returning lane.endpoint_id, lane.key, lane.hold, lane.last_position""";

    /** By ordered_lane_owned. */
    private static final String FIND_DEAD_OWNERS = """
            select distinct owner from ordered_lane
            where owner is not null and owner not in (select id from instance)""";

    /**
     * By ordered_lane_owned. The owners are named, and not asked for here: a lane that gets a new owner while this waits would
     * be judged by the instances of before.
     */
    private static final String TAKE_ORPHANS = """
            with orphans as materialized (
                select endpoint_id, key from ordered_lane where owner = any(?) limit ? for update skip locked)
            update ordered_lane lane set owner = ?, hold = gen_random_uuid(), due_at = '-infinity'
            from orphans where lane.endpoint_id = orphans.endpoint_id and lane.key = orphans.key
            returning lane.endpoint_id, lane.key, lane.hold, lane.last_position""";

    /** By ordered_lane_owned. */
    private static final String FIND_UNKNOWN = """
            select endpoint_id, key, hold, last_position from ordered_lane where owner = ? and hold <> all(?)""";

    /** By ordered_lane_blocked. */
    private static final String FIND_BLOCKED_ENDPOINTS = """
            select distinct endpoint_id from ordered_lane where blocked_by is not null""";

    /**
     * By ordered_lane_blocked, dead_letter_of_event and the primary key of cancellation. Lanes whose dead letter was
     * discarded, or whose endpoint blocks no longer, or which retention has dropped. One that is replayed comes back into the
     * lane, and frees it then; unless it is cancelled on its way.
     */
    private static final String FREE = """
            with free as materialized (
                select endpoint_id, key, blocked_by from ordered_lane lane
                where blocked_by is not null
                and (
                    endpoint_id = any(?)
                    or not exists (select 1 from event where event.id = lane.blocked_by)
                    or exists (
                        select 1 from cancellation
                        where cancellation.event_id = lane.blocked_by and cancellation.endpoint_id = lane.endpoint_id)
                    or not exists (
                        select 1 from dead_letter dead
                        where dead.event_id = lane.blocked_by and dead.endpoint_id = lane.endpoint_id
                        and (dead.resolution is null or dead.resolution = 'replayed')
                        and not exists (
                            select 1 from dead_letter later
                            where later.event_id = dead.event_id and later.endpoint_id = dead.endpoint_id
                            and later.id > dead.id)))),
            locked as materialized (
                select lane.endpoint_id, lane.key from ordered_lane lane
                join free using (endpoint_id, key, blocked_by)
                for update of lane skip locked)
            update ordered_lane lane set blocked_by = null, due_at = now()
            from locked where lane.endpoint_id = locked.endpoint_id and lane.key = locked.key""";

    private static final String LOCK_FREE_HOLDS = """
            select lane.hold from ordered_lane lane
            join unnest(?::uuid[], ?::text[], ?::uuid[]) as held (endpoint_id, key, hold) using (endpoint_id, key, hold)
            for update of lane skip locked""";

    private static final String FIND_HOLDS = """
            select hold from ordered_lane lane
            join unnest(?::uuid[], ?::text[], ?::uuid[]) as held (endpoint_id, key, hold) using (endpoint_id, key, hold)""";

    /** By retry_in_lane: what came back to the front, then what follows the last one that we had. */
    static final String READ_RUNS = """
            select held.hold, run.event_id, run.endpoint_id, run.number, run.step, run.trigger, run.group_id,
                run.lane_position
            from unnest(?::uuid[], ?::text[], ?::uuid[], ?::bigint[], ?::int[])
                as held (endpoint_id, key, hold, last_position, most)
            cross join lateral (
                select * from (
                    (select * from retry
                    where retry.endpoint_id = held.endpoint_id and lane_key = held.key and lane_position = 0
                    order by event_id limit held.most)
                    union all
                    (select * from retry
                    where retry.endpoint_id = held.endpoint_id and lane_key = held.key
                    and lane_position > held.last_position
                    order by lane_position limit held.most)) as next
                order by lane_position, event_id limit held.most) as run
            order by held.hold, run.lane_position, run.event_id""";

    private static final String DELETE_EMPTY = """
            delete from ordered_lane lane
            using unnest(?::uuid[], ?::text[], ?::uuid[]) as held (endpoint_id, key, hold)
            where lane.endpoint_id = held.endpoint_id and lane.key = held.key and lane.hold = held.hold""";

    /** A delivery in its lane. */
    record Placed(UUID hold, LedgerRepository.Held delivery, long position) {}

    List<Entered> takeDue(Connection connection, UUID owner, int most) throws SQLException {
        try (var statement = connection.prepareStatement(TAKE_DUE)) {
            statement.setInt(1, most);
            statement.setObject(2, owner);
            return readEntered(statement);
        }
    }

    List<UUID> findParkedEndpoints(Connection connection) throws SQLException {
        return readIds(connection, FIND_PARKED_ENDPOINTS);
    }

    /** @param room how many lanes of each endpoint, at most */
    List<Entered> takeParked(Connection connection, UUID owner, Map<UUID, Integer> room) throws SQLException {
        if (room.isEmpty()) {
            return List.of();
        }
        try (var statement = connection.prepareStatement(TAKE_PARKED)) {
            set(statement, 1, "uuid", room.keySet(), Function.identity());
            set(statement, 2, "int", room.keySet(), room::get);
            statement.setObject(3, owner);
            return readEntered(statement);
        }
    }

    List<Entered> takeOrphans(Connection connection, UUID owner, int most) throws SQLException {
        List<UUID> dead = readIds(connection, FIND_DEAD_OWNERS);
        if (dead.isEmpty()) {
            return List.of();
        }
        try (var statement = connection.prepareStatement(TAKE_ORPHANS)) {
            set(statement, 1, "uuid", dead, Function.identity());
            statement.setInt(2, most);
            statement.setObject(3, owner);
            return readEntered(statement);
        }
    }

    List<Entered> findUnknown(Connection connection, UUID owner, Collection<UUID> known) throws SQLException {
        try (var statement = connection.prepareStatement(FIND_UNKNOWN)) {
            statement.setObject(1, owner);
            set(statement, 2, "uuid", known, Function.identity());
            return readEntered(statement);
        }
    }

    List<UUID> findBlockedEndpoints(Connection connection) throws SQLException {
        return readIds(connection, FIND_BLOCKED_ENDPOINTS);
    }

    /** @param passing endpoints that block no longer */
    void free(Connection connection, List<UUID> passing) throws SQLException {
        try (var statement = connection.prepareStatement(FREE)) {
            set(statement, 1, "uuid", passing, Function.identity());
            statement.executeUpdate();
        }
    }

    /** Those of them that are still held, but for those that somebody else has locked. */
    List<UUID> lockHolds(Connection connection, List<LaneHold> holds) throws SQLException {
        return readHolds(connection, LOCK_FREE_HOLDS, holds);
    }

    /** Those of them that are still held. */
    List<UUID> findHolds(Connection connection, List<LaneHold> holds) throws SQLException {
        return readHolds(connection, FIND_HOLDS, holds);
    }

    /** @param most deliveries of each lane */
    List<Placed> readRuns(Connection connection, List<LaneHold> holds, Map<UUID, Integer> most) throws SQLException {
        try (var statement = connection.prepareStatement(READ_RUNS)) {
            setHolds(statement, holds);
            set(statement, 4, "bigint", holds, LaneHold::lastPosition);
            set(statement, 5, "int", holds, hold -> most.get(hold.id()));
            try (var rows = statement.executeQuery()) {
                var placed = new ArrayList<Placed>();
                while (rows.next()) {
                    UUID hold = rows.getObject(1, UUID.class);
                    placed.add(new Placed(hold, LedgerRepository.readHeld(rows, hold, 2), rows.getLong(8)));
                }
                return placed;
            }
        }
    }

    void deleteEmpty(Connection connection, List<LaneHold> holds) throws SQLException {
        if (holds.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(DELETE_EMPTY)) {
            setHolds(statement, holds);
            statement.executeUpdate();
        }
    }

    private static List<UUID> readHolds(Connection connection, String sql, List<LaneHold> holds) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            setHolds(statement, holds);
            return readIds(statement);
        }
    }

    private static void setHolds(PreparedStatement statement, List<LaneHold> holds) throws SQLException {
        set(statement, 1, "uuid", holds, hold -> hold.lane().endpointId());
        set(statement, 2, "text", holds, hold -> hold.lane().key());
        set(statement, 3, "uuid", holds, LaneHold::id);
    }

    private static List<UUID> readIds(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            return readIds(statement);
        }
    }

    private static List<UUID> readIds(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            var ids = new ArrayList<UUID>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
        }
    }
}
