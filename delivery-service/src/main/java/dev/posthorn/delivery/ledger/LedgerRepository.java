package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.foundation.id.DeadLetterId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The hot path's statements. Each method is one, and joins the transaction of the connection it is given. */
@ApplicationScoped
class LedgerRepository {

    /** A key that is there already is left alone; what came back is new. Waits for an equal key in another transaction. */
    private static final String ADD_KEYS = """
            insert into event_key (tenant_id, key, fingerprint, event_ids, created_at)
            select tenant_id, key, fingerprint, array[event_id], now()
            from unnest(?::text[], ?::text[], ?::text[], ?::uuid[]) as new(tenant_id, key, fingerprint, event_id)
            on conflict do nothing
            returning tenant_id, key""";

    private static final String SET_EVENTS_OF_KEY = """
            update event_key set event_ids = ? where tenant_id = ? and key = ?""";

    /** By the primary key. */
    private static final String FIND_KEY = """
            select fingerprint, event_ids from event_key where tenant_id = ? and key = ?""";

    private static final String ADD_EVENTS = """
            copy event (id, tenant_id, external_id, type, channels, created_at, payload, endpoint_ids,
                priority, ordering_key, deliver_at, region)
            from stdin (format binary)""";

    private static final String ADD_BATCH = """
            copy dispatch_batch (id, owner, event_ids, endpoint_ids, numbers, steps, triggers, group_ids)
            from stdin (format binary)""";

    private static final String DELETE_BATCHES = """
            delete from dispatch_batch where id = any(?) and owner = ?""";

    /** Rewrites the batches without some of their deliveries. */
    private static final String TAKE_OUT = """
            update dispatch_batch
            set (event_ids, endpoint_ids, numbers, steps, triggers, group_ids) = (
                select coalesce(array_agg(held.event_id order by place), '{}'),
                    coalesce(array_agg(held.endpoint_id order by place), '{}'),
                    coalesce(array_agg(held.number order by place), '{}'),
                    coalesce(array_agg(held.step order by place), '{}'),
                    coalesce(array_agg(held.trigger order by place), '{}'),
                    case when group_ids is not null then array_agg(held.group_id order by place) end
                from unnest(event_ids, endpoint_ids, numbers, steps, triggers, group_ids) with ordinality
                    as held (event_id, endpoint_id, number, step, trigger, group_id, place)
                where (held.event_id, held.endpoint_id) not in (select * from unnest(?::uuid[], ?::uuid[])))
            where id = any(?) and owner = ?""";

    /** By the primary key of each partition that the ids fall into. */
    private static final String FIND_EVENTS = """
            select id, tenant_id, external_id, type, channels, created_at, payload, endpoint_ids,
                priority, ordering_key, deliver_at, region
            from event where id = any(?)""";

    private static final String ADD_ATTEMPTS = """
            copy attempt (id, tenant_id, event_id, endpoint_id, number, step, trigger, started_at, duration, outcome,
                status_code, error, delivery_status, next_attempt_at, request_url, request_headers, response_headers,
                response_body)
            from stdin (format binary)""";

    /** A delivery that waits already is not made to wait twice. */
    private static final String ADD_RETRIES = """
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger, priority, group_id)
            select * from unnest(
                ?::uuid[], ?::uuid[], ?::text[], ?::timestamptz[], ?::int[], ?::int[], ?::text[], ?::int[], ?::uuid[])
            on conflict do nothing""";

    private static final String ADD_DEAD_LETTERS = """
            insert into dead_letter
                (id, tenant_id, event_id, endpoint_id, event_type, reason, attempts, detail, created_at)
            select new.*, now()
            from unnest(?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::int[], ?::text[]) as new
            on conflict do nothing""";

    /**
     * By retry_due, each priority's oldest first; rows that another instance is claiming are left to it. Each priority has
     * a number of its own to take, so that none waits for another one's backlog. Those of the given endpoints are parked
     * instead: they are moved once, and cost nothing until their endpoint answers again. What belongs to a batch of events
     * is left to {@link BatchRetryRepository}.
     */
    private static final String CLAIM_DUE = """
            with high as materialized (
                select event_id, endpoint_id from retry where priority = 0 and due_at <= now() and group_id is null
                order by due_at limit ? for update skip locked),
            normal as materialized (
                select event_id, endpoint_id from retry where priority = 1 and due_at <= now() and group_id is null
                order by due_at limit ? for update skip locked),
            low as materialized (
                select event_id, endpoint_id from retry where priority = 2 and due_at <= now() and group_id is null
                order by due_at limit ? for update skip locked),
            due as (
                select * from high union all select * from normal union all select * from low),
            parked as (
                update retry set due_at = 'infinity' from due
                where retry.event_id = due.event_id and retry.endpoint_id = due.endpoint_id
                and due.endpoint_id = any(?) and retry.trigger <> 'manual'
                returning retry.endpoint_id),
            parked_endpoints as (
                insert into parked_endpoint (endpoint_id, next_at)
                select endpoint_id, now() from parked group by endpoint_id order by endpoint_id
                on conflict (endpoint_id) do update set next_at = least(parked_endpoint.next_at, excluded.next_at)),
            claimed as (
                delete from retry using due
                where retry.event_id = due.event_id and retry.endpoint_id = due.endpoint_id
                and (due.endpoint_id <> all(?) or retry.trigger = 'manual')
                returning retry.event_id, retry.endpoint_id, retry.number, retry.step, retry.trigger)
            select event_id, endpoint_id, number, step, trigger, null::uuid as group_id,
                null as high, null as normal, null as low from claimed
            union all
            select null, null, null, null, null, null,
                (select count(*) from high), (select count(*) from normal), (select count(*) from low)""";

    /**
     * Counts up to a number that costs little every few seconds. Beyond, an estimate as the planner makes it: rows a
     * page when the table was last vacuumed or analyzed (80 if never), by its pages of now. And the heads of retry_due and
     * retry_of_group.
     */
    private static final String BACKLOG = """
            with counted as materialized (
                select count(*) as rows from (select 1 from retry limit 10000) as first)
            select
                case when counted.rows < 10000 then counted.rows else greatest(counted.rows, (
                    select case when reltuples > 0 and relpages > 0 then reltuples / relpages else 80 end
                        * pg_relation_size(oid) / 8192
                    from pg_class where oid = 'retry'::regclass)::bigint) end,
                least(
                    (select min(oldest.due_at) from generate_series(0, 2) as each (priority) cross join lateral (
                        select due_at from retry
                        where retry.priority = each.priority and due_at <= now() and group_id is null
                        order by due_at limit 1) as oldest),
                    (select min(due_at) from retry where due_at <= now() and group_id is not null))
            from counted""";

    private static final String REGISTER_INSTANCE = """
            insert into instance (id, lease_until) values (?, now() + ? * interval '1 millisecond')""";

    /** A lease that ran out cannot be renewed: somebody may have acted on it. */
    private static final String RENEW_LEASE = """
            update instance set lease_until = now() + ? * interval '1 millisecond'
            where id = ? and lease_until > now()""";

    private static final String LIVING_INSTANCES = """
            select id from instance where lease_until > now() order by id""";

    /** While the lock is held nobody deletes the instance, and so nobody adopts its batches. Renewals go on. */
    private static final String LOCK_INSTANCE = """
            select pg_current_xact_id()::text from instance where id = ? for key share""";

    /** What became of a transaction whose answer was lost. */
    private static final String FIND_STATUS = """
            select pg_xact_status(?::text::xid8)""";

    private static final String DELETE_INSTANCE = """
            delete from instance where id = ?""";

    /**
     * Deleting the row takes its lock, so that a renewal under way either comes first, and saves it, or finds nothing to
     * renew. After this commit the batches of these instances are nobody's. A row that is locked, by an instance that
     * records or renews just now, or was stopped while it did, must not hold up the others, and is left to a later round.
     */
    private static final String DELETE_DEAD_INSTANCES = """
            delete from instance
            where id in (select id from instance where lease_until < now() for update skip locked)""";

    private static final String GIVE_BACK_BATCHES = """
            update dispatch_batch set owner = null where owner = ?""";

    private static final String ADOPT_BATCHES = """
            update dispatch_batch set owner = ?
            where id in (
                select id from dispatch_batch batch
                where owner is null or not exists (select 1 from instance where instance.id = batch.owner)
                order by id limit ? for update skip locked)
            returning id""";

    /** Batches that are in our name, but not in memory, since the answer to their commit was lost. */
    private static final String FIND_UNKNOWN_BATCHES = """
            select id from dispatch_batch where owner = ? and id <> all(?)""";

    /** What of the batches is not settled: has neither the attempt recorded, nor waits, nor was given up. */
    private static final String FIND_OPEN_DELIVERIES = """
            select batch.id, held.event_id, held.endpoint_id, held.number, held.step, held.trigger, held.group_id
            from dispatch_batch batch
            cross join lateral unnest(event_ids, endpoint_ids, numbers, steps, triggers, group_ids)
                as held (event_id, endpoint_id, number, step, trigger, group_id)
            where batch.id = any(?) and batch.owner = ?
            and not exists (
                select 1 from attempt
                where attempt.event_id = held.event_id and attempt.endpoint_id = held.endpoint_id
                and attempt.number >= held.number)
            and not exists (
                select 1 from retry
                where retry.event_id = held.event_id and retry.endpoint_id = held.endpoint_id)
            and not exists (
                select 1 from dead_letter dead
                where dead.event_id = held.event_id and dead.endpoint_id = held.endpoint_id
                and dead.attempts >= held.number - 1 and dead.resolution is null)""";

    /** A delivery as the tables name it. */
    record Held(UUID batch, UUID eventId, UUID endpointId, int number, int step, Trigger trigger, UUID group) {

        Held(UUID batch, UUID eventId, UUID endpointId, int number, int step, Trigger trigger) {
            this(batch, eventId, endpointId, number, step, trigger, null);
        }

        static Held of(Delivery delivery) {
            return new Held(
                    delivery.batch().id(),
                    delivery.event().id().value(),
                    delivery.endpointId().value(),
                    delivery.number(),
                    delivery.step(),
                    delivery.trigger(),
                    delivery.group());
        }
    }

    record StoredKey(String fingerprint, List<UUID> eventIds) {}

    Set<String> addKeys(Connection connection, Collection<Submission.Key> keys, Collection<EventId> events)
            throws SQLException {
        var added = new HashSet<String>();
        if (keys.isEmpty()) {
            return added;
        }
        try (var statement = connection.prepareStatement(ADD_KEYS)) {
            statement.setArray(
                    1,
                    texts(
                            connection,
                            keys.stream().map(Submission.Key::tenantId).toList()));
            statement.setArray(
                    2, texts(connection, keys.stream().map(Submission.Key::text).toList()));
            statement.setArray(
                    3,
                    texts(
                            connection,
                            keys.stream().map(Submission.Key::fingerprint).toList()));
            statement.setArray(
                    4, uuids(connection, events.stream().map(EventId::value).toList()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    added.add(rows.getString(1) + "\n" + rows.getString(2));
                }
            }
        }
        return added;
    }

    void setEventsOfKey(Connection connection, Submission.Key key, List<UUID> events) throws SQLException {
        try (var statement = connection.prepareStatement(SET_EVENTS_OF_KEY)) {
            statement.setArray(1, uuids(connection, events));
            statement.setString(2, key.tenantId());
            statement.setString(3, key.text());
            statement.executeUpdate();
        }
    }

    /** Null when there is none. */
    StoredKey findKey(Connection connection, Submission.Key key) throws SQLException {
        try (var statement = connection.prepareStatement(FIND_KEY)) {
            statement.setString(1, key.tenantId());
            statement.setString(2, key.text());
            try (var rows = statement.executeQuery()) {
                return rows.next() ? new StoredKey(rows.getString(1), readUuids(rows, 2)) : null;
            }
        }
    }

    void addEvents(Connection connection, List<AcceptedEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        var copy = new BinaryCopy();
        for (AcceptedEvent event : events) {
            copy.row(12)
                    .uuid(event.id().value())
                    .text(event.tenantId())
                    .text(event.externalId())
                    .text(event.type())
                    .texts(event.channels())
                    .timestamp(event.createdAt())
                    .bytes(event.payload())
                    .uuids(event.endpoints().stream().map(EndpointId::value).toList())
                    .integer(event.options().priority().ordinal())
                    .text(event.options().orderingKey())
                    .timestamp(event.options().deliverAt())
                    .text(event.options().region());
        }
        copy.into(connection, ADD_EVENTS);
    }

    Map<UUID, AcceptedEvent> findEvents(Connection connection, Collection<UUID> ids) throws SQLException {
        var events = new HashMap<UUID, AcceptedEvent>();
        try (var statement = connection.prepareStatement(FIND_EVENTS)) {
            statement.setArray(1, uuids(connection, ids));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    AcceptedEvent event = readEvent(rows);
                    events.put(event.id().value(), event);
                }
            }
        }
        return events;
    }

    static AcceptedEvent readEvent(ResultSet rows) throws SQLException {
        return new AcceptedEvent(
                new EventId(rows.getObject("id", UUID.class)),
                rows.getString("tenant_id"),
                rows.getString("external_id"),
                rows.getString("type"),
                List.of((String[]) rows.getArray("channels").getArray()),
                rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                rows.getBytes("payload"),
                List.of((UUID[]) rows.getArray("endpoint_ids").getArray()).stream()
                        .map(EndpointId::new)
                        .toList(),
                readOptions(rows));
    }

    private static EventOptions readOptions(ResultSet rows) throws SQLException {
        OffsetDateTime deliverAt = rows.getObject("deliver_at", OffsetDateTime.class);
        return new EventOptions(
                Priority.values()[rows.getInt("priority")],
                rows.getString("ordering_key"),
                deliverAt == null ? null : deliverAt.toInstant(),
                rows.getString("region"));
    }

    void addBatch(Connection connection, UUID batch, UUID owner, List<Held> deliveries) throws SQLException {
        new BinaryCopy()
                .row(8)
                .uuid(batch)
                .uuid(owner)
                .uuids(deliveries.stream().map(Held::eventId).toList())
                .uuids(deliveries.stream().map(Held::endpointId).toList())
                .integers(deliveries.stream().map(Held::number).toList())
                .integers(deliveries.stream().map(Held::step).toList())
                .texts(deliveries.stream().map(it -> it.trigger().toString()).toList())
                .uuidsIfAny(deliveries.stream().map(Held::group).toList())
                .into(connection, ADD_BATCH);
    }

    /** @param owner who must have them: what became another one's is left alone */
    void deleteBatches(Connection connection, UUID owner, Collection<UUID> batches) throws SQLException {
        if (!batches.isEmpty()) {
            try (var statement = connection.prepareStatement(DELETE_BATCHES)) {
                statement.setArray(1, uuids(connection, batches));
                statement.setObject(2, owner);
                statement.executeUpdate();
            }
        }
    }

    /**
     * Takes deliveries out of the rows of their batches that left memory without an attempt. Nothing but that row tells
     * them from open ones once they are claimed into another batch.
     */
    void takeOut(Connection connection, UUID owner, Collection<UUID> batches, List<Delivery> deliveries)
            throws SQLException {
        if (batches.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(TAKE_OUT)) {
            statement.setArray(
                    1,
                    uuids(
                            connection,
                            deliveries.stream()
                                    .map(it -> it.event().id().value())
                                    .toList()));
            statement.setArray(
                    2,
                    uuids(
                            connection,
                            deliveries.stream()
                                    .map(it -> it.endpointId().value())
                                    .toList()));
            statement.setArray(3, uuids(connection, batches));
            statement.setObject(4, owner);
            statement.executeUpdate();
        }
    }

    void addAttempts(Connection connection, List<Attempt> attempts) throws SQLException {
        if (attempts.isEmpty()) {
            return;
        }
        var copy = new BinaryCopy();
        for (Attempt attempt : attempts) {
            Delivery delivery = attempt.delivery();
            Attempt.Exchange exchange = attempt.exchange();
            copy.row(18)
                    .uuid(attempt.id().value())
                    .text(delivery.event().tenantId())
                    .uuid(delivery.event().id().value())
                    .uuid(delivery.endpointId().value())
                    .integer(delivery.number())
                    .integer(delivery.step())
                    .text(delivery.trigger().toString())
                    .timestamp(attempt.startedAt())
                    .interval(attempt.duration())
                    .text(attempt.outcome().name())
                    .integer(attempt.outcome().statusCode())
                    .text(attempt.outcome().error())
                    .text(attempt.next().deliveryStatus())
                    .timestamp(attempt.next() instanceof NextStep.RetryAt retry ? retry.at() : null)
                    .text(exchange.url())
                    .text(HeaderLines.write(exchange.requestHeaders()))
                    .text(HeaderLines.write(exchange.responseHeaders()))
                    .bytes(exchange.responseBody());
        }
        copy.into(connection, ADD_ATTEMPTS);
    }

    /**
     * A delivery that is to wait.
     *
     * @param group of those that go again together; null for none
     */
    record Waiting(
            UUID eventId,
            UUID endpointId,
            String tenantId,
            Instant dueAt,
            int number,
            int step,
            Trigger trigger,
            Priority priority,
            UUID group) {

        Waiting(
                UUID eventId,
                UUID endpointId,
                String tenantId,
                Instant dueAt,
                int number,
                int step,
                Trigger trigger,
                Priority priority) {
            this(eventId, endpointId, tenantId, dueAt, number, step, trigger, priority, null);
        }

        static Waiting first(AcceptedEvent event, EndpointId endpoint, Instant dueAt) {
            return new Waiting(
                    event.id().value(),
                    endpoint.value(),
                    event.tenantId(),
                    dueAt,
                    1,
                    0,
                    Trigger.FIRST,
                    event.options().priority());
        }

        /** With the attempt that it has not had. */
        static Waiting of(Delivery delivery, Instant dueAt) {
            return new Waiting(
                    delivery.event().id().value(),
                    delivery.endpointId().value(),
                    delivery.event().tenantId(),
                    dueAt,
                    delivery.number(),
                    delivery.step(),
                    delivery.trigger(),
                    priorityOf(delivery),
                    delivery.group());
        }

        /** Replays wait with the low ones: there may be many, and none is urgent. */
        private static Priority priorityOf(Delivery delivery) {
            return delivery.trigger() == Trigger.REPLAY
                    ? Priority.LOW
                    : delivery.event().options().priority();
        }

        /** With the attempt after the one that failed. */
        static Waiting afterFailure(Delivery delivery, Instant dueAt) {
            return new Waiting(
                    delivery.event().id().value(),
                    delivery.endpointId().value(),
                    delivery.event().tenantId(),
                    dueAt,
                    delivery.number() + 1,
                    delivery.step() + 1,
                    Trigger.RETRY,
                    delivery.event().options().priority(),
                    delivery.group());
        }
    }

    void addRetries(Connection connection, List<Waiting> deliveries) throws SQLException {
        if (deliveries.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(ADD_RETRIES)) {
            statement.setArray(
                    1,
                    uuids(connection, deliveries.stream().map(Waiting::eventId).toList()));
            statement.setArray(
                    2,
                    uuids(
                            connection,
                            deliveries.stream().map(Waiting::endpointId).toList()));
            statement.setArray(
                    3,
                    texts(connection, deliveries.stream().map(Waiting::tenantId).toList()));
            statement.setArray(
                    4,
                    texts(
                            connection,
                            deliveries.stream().map(it -> timestamp(it.dueAt())).toList()));
            statement.setArray(
                    5,
                    integers(
                            connection, deliveries.stream().map(Waiting::number).toList()));
            statement.setArray(
                    6,
                    integers(connection, deliveries.stream().map(Waiting::step).toList()));
            statement.setArray(
                    7,
                    texts(
                            connection,
                            deliveries.stream()
                                    .map(it -> it.trigger().toString())
                                    .toList()));
            statement.setArray(
                    8,
                    integers(
                            connection,
                            deliveries.stream()
                                    .map(it -> it.priority().ordinal())
                                    .toList()));
            statement.setArray(
                    9, uuids(connection, deliveries.stream().map(Waiting::group).toList()));
            statement.executeUpdate();
        }
    }

    /** A delivery that is given up. */
    record Dead(DeadLetterId id, Delivery delivery, String reason, int attempts) {

        /** Null where the reason says it all. */
        String detail() {
            return delivery.rendition() instanceof Rendition.Failed(String failure, String message)
                            && failure.equals(reason)
                    ? message
                    : null;
        }
    }

    void addDeadLetters(Connection connection, List<Dead> dead) throws SQLException {
        if (dead.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(ADD_DEAD_LETTERS)) {
            statement.setArray(
                    1,
                    uuids(connection, dead.stream().map(it -> it.id().value()).toList()));
            statement.setArray(
                    2,
                    texts(
                            connection,
                            dead.stream()
                                    .map(it -> it.delivery().event().tenantId())
                                    .toList()));
            statement.setArray(
                    3,
                    uuids(
                            connection,
                            dead.stream()
                                    .map(it -> it.delivery().event().id().value())
                                    .toList()));
            statement.setArray(
                    4,
                    uuids(
                            connection,
                            dead.stream()
                                    .map(it -> it.delivery().endpointId().value())
                                    .toList()));
            statement.setArray(
                    5,
                    texts(
                            connection,
                            dead.stream()
                                    .map(it -> it.delivery().event().type())
                                    .toList()));
            statement.setArray(
                    6, texts(connection, dead.stream().map(Dead::reason).toList()));
            statement.setArray(
                    7, integers(connection, dead.stream().map(Dead::attempts).toList()));
            statement.setArray(
                    8, texts(connection, dead.stream().map(Dead::detail).toList()));
            statement.executeUpdate();
        }
    }

    /** @param due how many were looked at: those that were taken, and those that were parked */
    record Claim(List<Held> taken, ClaimShares due) implements BatchLoading.Taken {}

    Claim claimDue(Connection connection, UUID batch, Collection<UUID> broken, ClaimShares shares) throws SQLException {
        try (var statement = connection.prepareStatement(CLAIM_DUE)) {
            statement.setInt(1, shares.high());
            statement.setInt(2, shares.normal());
            statement.setInt(3, shares.low());
            statement.setArray(4, uuids(connection, broken));
            statement.setArray(5, uuids(connection, broken));
            try (var rows = statement.executeQuery()) {
                var claimed = new ArrayList<Held>();
                var due = new ClaimShares(0, 0, 0);
                while (rows.next()) {
                    if (rows.getObject(1) == null) {
                        due = new ClaimShares(rows.getInt(7), rows.getInt(8), rows.getInt(9));
                    } else {
                        claimed.add(readHeld(rows, batch, 1));
                    }
                }
                return new Claim(claimed, due);
            }
        }
    }

    /** @param oldestDue null when nothing is due */
    record Backlog(long waiting, Instant oldestDue) {}

    Backlog backlog(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(BACKLOG);
                var rows = statement.executeQuery()) {
            rows.next();
            OffsetDateTime oldest = rows.getObject(2, OffsetDateTime.class);
            return new Backlog(rows.getLong(1), oldest == null ? null : oldest.toInstant());
        }
    }

    void registerInstance(Connection connection, UUID instance, Duration lease) throws SQLException {
        try (var statement = connection.prepareStatement(REGISTER_INSTANCE)) {
            statement.setObject(1, instance);
            statement.setLong(2, lease.toMillis());
            statement.executeUpdate();
        }
    }

    /** @return whether the lease is held on */
    boolean renewLease(Connection connection, UUID instance, Duration lease) throws SQLException {
        try (var statement = connection.prepareStatement(RENEW_LEASE)) {
            statement.setLong(1, lease.toMillis());
            statement.setObject(2, instance);
            return statement.executeUpdate() == 1;
        }
    }

    /** In the order of their ids. */
    List<UUID> livingInstances(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(LIVING_INSTANCES)) {
            return readIds(statement);
        }
    }

    /**
     * Keeps an instance from being taken for dead until the transaction ends.
     *
     * @return the transaction's id; null when the instance is there no more
     */
    String lockInstance(Connection connection, UUID instance) throws SQLException {
        try (var statement = connection.prepareStatement(LOCK_INSTANCE)) {
            statement.setObject(1, instance);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /** @return {@code committed}, {@code aborted}, {@code in progress}, or null when it is long forgotten */
    String statusOf(Connection connection, String transaction) throws SQLException {
        try (var statement = connection.prepareStatement(FIND_STATUS)) {
            statement.setString(1, transaction);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    void giveBack(Connection connection, UUID instance) throws SQLException {
        update(connection, GIVE_BACK_BATCHES, instance);
        update(connection, DELETE_INSTANCE, instance);
    }

    int deleteDeadInstances(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(DELETE_DEAD_INSTANCES)) {
            return statement.executeUpdate();
        }
    }

    List<UUID> adoptBatches(Connection connection, UUID owner, int limit) throws SQLException {
        try (var statement = connection.prepareStatement(ADOPT_BATCHES)) {
            statement.setObject(1, owner);
            statement.setInt(2, limit);
            return readIds(statement);
        }
    }

    List<UUID> findUnknownBatches(Connection connection, UUID owner, Collection<UUID> known) throws SQLException {
        try (var statement = connection.prepareStatement(FIND_UNKNOWN_BATCHES)) {
            statement.setObject(1, owner);
            statement.setArray(2, uuids(connection, known));
            return readIds(statement);
        }
    }

    List<Held> findOpenDeliveries(Connection connection, UUID owner, List<UUID> batches) throws SQLException {
        try (var statement = connection.prepareStatement(FIND_OPEN_DELIVERIES)) {
            statement.setArray(1, uuids(connection, batches));
            statement.setObject(2, owner);
            try (var rows = statement.executeQuery()) {
                var open = new ArrayList<Held>();
                while (rows.next()) {
                    open.add(readHeld(rows, rows.getObject(1, UUID.class), 2));
                }
                return open;
            }
        }
    }

    static Held readHeld(ResultSet rows, UUID batch, int first) throws SQLException {
        return new Held(
                batch,
                rows.getObject(first, UUID.class),
                rows.getObject(first + 1, UUID.class),
                rows.getInt(first + 2),
                rows.getInt(first + 3),
                Trigger.of(rows.getString(first + 4)),
                rows.getObject(first + 5, UUID.class));
    }

    private static void update(Connection connection, String sql, UUID id) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.executeUpdate();
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

    private static List<UUID> readUuids(ResultSet rows, int column) throws SQLException {
        return List.of((UUID[]) rows.getArray(column).getArray());
    }

    static Array uuids(Connection connection, Collection<UUID> values) throws SQLException {
        return connection.createArrayOf("uuid", values.toArray());
    }

    static Array texts(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }

    private static Array integers(Connection connection, Collection<Integer> values) throws SQLException {
        return connection.createArrayOf("int", values.toArray());
    }

    static String timestamp(Instant at) {
        return at.equals(Instant.MAX) ? "infinity" : at.atOffset(ZoneOffset.UTC).toString();
    }
}
