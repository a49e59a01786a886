package dev.posthorn.monitoring.statistics;

import dev.posthorn.foundation.id.AttemptBatchId;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
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
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** The tables of the statistics, and all SQL that touches them. */
@ApplicationScoped
public class StatisticsRepository {

    /** A second transaction with the same id waits here for the first one, and then inserts nothing. */
    private static final String REMEMBER_BATCHES = """
            insert into processed_batch (id) select id from unnest(?::uuid[]) as batch (id) order by id
            on conflict do nothing returning id""";

    /** Locks each row; the sketch it returns is the one to merge with. */
    private static final String ADD_TALLIES = """
            insert into statistics_minute as known (
                minute, tenant_id, endpoint_id, event_type,
                outcome_2xx, outcome_3xx, outcome_4xx, outcome_5xx, outcome_timeout, outcome_connection, outcome_tls,
                outcome_dns, outcome_blocked, first_attempts, first_attempt_successes, retries, deliveries_succeeded,
                deliveries_dead, delivery_times, delivery_micros)
            select * from unnest(
                ?::timestamptz[], ?::text[], ?::uuid[], ?::text[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[])
            on conflict (minute, tenant_id, endpoint_id, event_type) do update set
                outcome_2xx = known.outcome_2xx + excluded.outcome_2xx,
                outcome_3xx = known.outcome_3xx + excluded.outcome_3xx,
                outcome_4xx = known.outcome_4xx + excluded.outcome_4xx,
                outcome_5xx = known.outcome_5xx + excluded.outcome_5xx,
                outcome_timeout = known.outcome_timeout + excluded.outcome_timeout,
                outcome_connection = known.outcome_connection + excluded.outcome_connection,
                outcome_tls = known.outcome_tls + excluded.outcome_tls,
                outcome_dns = known.outcome_dns + excluded.outcome_dns,
                outcome_blocked = known.outcome_blocked + excluded.outcome_blocked,
                first_attempts = known.first_attempts + excluded.first_attempts,
                first_attempt_successes = known.first_attempt_successes + excluded.first_attempt_successes,
                retries = known.retries + excluded.retries,
                deliveries_succeeded = known.deliveries_succeeded + excluded.deliveries_succeeded,
                deliveries_dead = known.deliveries_dead + excluded.deliveries_dead,
                delivery_times = known.delivery_times + excluded.delivery_times,
                delivery_micros = known.delivery_micros + excluded.delivery_micros
            returning minute, tenant_id, endpoint_id, event_type, delivery_sketch""";

    /** By the primary key, on rows that this transaction has locked. */
    private static final String STORE_SKETCH = """
            update statistics_minute set delivery_sketch = ?
            where minute = ? and tenant_id = ? and endpoint_id = ? and event_type = ?""";

    /** A late batch never replaces what is newer. */
    private static final String STORE_LATEST = """
            insert into latest_attempt as known (
                endpoint_id, outcome, tenant_id, ended_at, attempt_id, event_id, event_type, status_code, error)
            select * from unnest(
                ?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::uuid[], ?::text[], ?::text[], ?::int[], ?::text[])
            on conflict (endpoint_id, outcome) do update set
                tenant_id = excluded.tenant_id, ended_at = excluded.ended_at, attempt_id = excluded.attempt_id,
                event_id = excluded.event_id, event_type = excluded.event_type, status_code = excluded.status_code,
                error = excluded.error
            where known.ended_at < excluded.ended_at""";

    private static final String SUMS = """
            sum(outcome_2xx)::bigint, sum(outcome_3xx)::bigint, sum(outcome_4xx)::bigint, sum(outcome_5xx)::bigint,
            sum(outcome_timeout)::bigint, sum(outcome_connection)::bigint, sum(outcome_tls)::bigint,
            sum(outcome_dns)::bigint, sum(outcome_blocked)::bigint, sum(first_attempts)::bigint,
            sum(first_attempt_successes)::bigint, sum(retries)::bigint, sum(deliveries_succeeded)::bigint,
            sum(deliveries_dead)::bigint, sum(delivery_times)::bigint, sum(delivery_micros)::bigint""";

    private static final int SUM_COLUMNS = 16;

    /**
     * By the index on (tenant_id, minute) with a tenant, by the primary key without. The places are
     * for the group, the sums, and further conditions.
     */
    private static final String READ_SERIES = """
            select date_bin(?::bigint * interval '1 second', minute, ?) as step, %s as grouped, %s,
                array_agg(delivery_sketch) filter (where delivery_sketch is not null)
            from statistics_minute where minute >= ? and minute < ?%s
            group by step, grouped""";

    /** By the primary key: the cost follows the endpoints that had attempts, not all there are. */
    private static final String READ_ACTIVE = """
            select tenant_id, endpoint_id, %s
            from statistics_minute where minute > ? and minute <= ?
            group by tenant_id, endpoint_id""".formatted(SUMS);

    /** By the index on (tenant_id, minute). */
    private static final String READ_ACTIVE_OF_TENANT = """
            select tenant_id, endpoint_id, %s
            from statistics_minute where minute > ? and minute <= ? and tenant_id = ?
            group by tenant_id, endpoint_id""".formatted(SUMS);

    /** By the primary key. */
    private static final String READ_LATEST = """
            select endpoint_id, outcome, tenant_id, ended_at, attempt_id, event_id, event_type, status_code, error
            from latest_attempt where endpoint_id = any(?)""";

    private static final String FORGET_BATCHES = """
            delete from processed_batch where id in (
                select id from processed_batch where processed_at < ? limit ?)""";

    private static final String FORGET_MINUTES = """
            delete from statistics_minute where ctid = any(array(
                select ctid from statistics_minute where minute < ? limit ?))""";

    private final DataSource dataSource;

    StatisticsRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** One endpoint's tally in a window. */
    public record Active(String tenantId, EndpointId endpointId, Tally tally) {}

    /** One group's tally in one step. */
    record SeriesRow(Instant step, String group, Tally tally) {}

    /** Counts batches, in one transaction. Returns those that were counted now, and not before. */
    Set<AttemptBatchId> add(Collection<CountedBatch> batches) throws SQLException {
        return Transaction.run(dataSource, connection -> {
            Set<AttemptBatchId> fresh = remember(connection, batches);
            CountedAttempts counted = CountedAttempts.of(batches, fresh);
            if (!counted.tallies().isEmpty()) {
                mergeSketches(connection, counted.tallies(), addTallies(connection, counted.tallies()));
                storeLatest(connection, counted.latest().values());
            }
            return fresh;
        });
    }

    private static Set<AttemptBatchId> remember(Connection connection, Collection<CountedBatch> batches)
            throws SQLException {
        try (var statement = connection.prepareStatement(REMEMBER_BATCHES)) {
            statement.setArray(
                    1, array(connection, "uuid", batches, batch -> batch.id().value()));
            var fresh = new HashSet<AttemptBatchId>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    fresh.add(new AttemptBatchId(rows.getObject(1, UUID.class)));
                }
            }
            return fresh;
        }
    }

    private static Map<MinuteKey, byte[]> addTallies(Connection connection, Map<MinuteKey, Tally> tallies)
            throws SQLException {
        try (var statement = connection.prepareStatement(ADD_TALLIES)) {
            var keys = tallies.keySet();
            statement.setArray(1, array(connection, "timestamptz", keys, MinuteKey::minute));
            statement.setArray(2, array(connection, "text", keys, MinuteKey::tenantId));
            statement.setArray(
                    3, array(connection, "uuid", keys, key -> key.endpointId().value()));
            statement.setArray(4, array(connection, "text", keys, MinuteKey::eventType));
            List<long[]> counts =
                    tallies.values().stream().map(Tally::toColumns).toList();
            for (int i = 0; i < SUM_COLUMNS; i++) {
                int column = i;
                statement.setArray(5 + i, array(connection, "bigint", counts, row -> row[column]));
            }
            var sketches = new HashMap<MinuteKey, byte[]>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var key = new MinuteKey(instant(rows, 1), rows.getString(2), endpoint(rows, 3), rows.getString(4));
                    sketches.put(key, rows.getBytes(5));
                }
            }
            return sketches;
        }
    }

    private static void mergeSketches(
            Connection connection, Map<MinuteKey, Tally> tallies, Map<MinuteKey, byte[]> known) throws SQLException {
        try (var statement = connection.prepareStatement(STORE_SKETCH)) {
            for (var entry : tallies.entrySet()) {
                MinuteKey key = entry.getKey();
                DeliveryTimes times = entry.getValue().deliveryTimes();
                if (times.count() == 0) {
                    continue;
                }
                if (known.get(key) != null) {
                    times.addSketch(known.get(key));
                }
                statement.setBytes(1, times.encodedSketch());
                statement.setObject(2, utc(key.minute()));
                statement.setString(3, key.tenantId());
                statement.setObject(4, key.endpointId().value());
                statement.setString(5, key.eventType());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void storeLatest(Connection connection, Collection<LatestAttempt> latest) throws SQLException {
        try (var statement = connection.prepareStatement(STORE_LATEST)) {
            statement.setArray(
                    1, array(connection, "uuid", latest, one -> one.endpointId().value()));
            statement.setArray(
                    2, array(connection, "text", latest, one -> one.outcome().toString()));
            statement.setArray(3, array(connection, "text", latest, LatestAttempt::tenantId));
            statement.setArray(4, array(connection, "timestamptz", latest, LatestAttempt::endedAt));
            statement.setArray(
                    5, array(connection, "uuid", latest, one -> one.attemptId().value()));
            statement.setArray(6, array(connection, "text", latest, LatestAttempt::eventId));
            statement.setArray(7, array(connection, "text", latest, LatestAttempt::eventType));
            statement.setArray(8, array(connection, "int", latest, LatestAttempt::statusCode));
            statement.setArray(9, array(connection, "text", latest, LatestAttempt::error));
            statement.executeUpdate();
        }
    }

    List<SeriesRow> readSeries(StatisticsQuery query) throws SQLException {
        var conditions = new StringBuilder();
        var values = new ArrayList<Object>();
        query.tenantId().ifPresent(tenant -> {
            conditions.append(" and tenant_id = ?");
            values.add(tenant);
        });
        query.endpointId().ifPresent(endpoint -> {
            conditions.append(" and endpoint_id = ?");
            values.add(endpoint.value());
        });
        query.eventType().ifPresent(type -> {
            conditions.append(" and event_type = ?");
            values.add(type);
        });
        try (Connection connection = dataSource.getConnection();
                var statement =
                        connection.prepareStatement(READ_SERIES.formatted(column(query.groupBy()), SUMS, conditions))) {
            statement.setLong(1, query.step().toSeconds());
            statement.setObject(2, utc(query.from()));
            statement.setObject(3, utc(query.from()));
            statement.setObject(4, utc(query.to()));
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(5 + i, values.get(i));
            }
            var series = new ArrayList<SeriesRow>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    Tally tally = tally(rows, 3);
                    addSketches(tally, rows.getArray(3 + SUM_COLUMNS));
                    series.add(new SeriesRow(instant(rows, 1), group(query.groupBy(), rows), tally));
                }
            }
            return series;
        }
    }

    private static String column(StatisticsQuery.GroupBy groupBy) {
        return switch (groupBy) {
            // Endpoints have no region yet: all of them are one group without a name.
            case NONE, REGION -> "null::text";
            case ENDPOINT -> "endpoint_id";
            case EVENT_TYPE -> "event_type";
        };
    }

    private static String group(StatisticsQuery.GroupBy groupBy, ResultSet rows) throws SQLException {
        return groupBy == StatisticsQuery.GroupBy.ENDPOINT ? endpoint(rows, 2).toString() : rows.getString(2);
    }

    private static void addSketches(Tally tally, Array sketches) throws SQLException {
        if (sketches != null) {
            for (byte[] sketch : (byte[][]) sketches.getArray()) {
                tally.deliveryTimes().addSketch(sketch);
            }
        }
    }

    /** Every endpoint that had attempts in a minute that began within the window before now. Without sketches. */
    public List<Active> active(Duration window, Instant now) throws SQLException {
        return active(READ_ACTIVE, utc(now.minus(window)), utc(now));
    }

    /** The same of one tenant. */
    public List<Active> active(Duration window, Instant now, String tenantId) throws SQLException {
        return active(READ_ACTIVE_OF_TENANT, utc(now.minus(window)), utc(now), tenantId);
    }

    private List<Active> active(String sql, Object... values) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            var active = new ArrayList<Active>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    active.add(new Active(rows.getString(1), endpoint(rows, 2), tally(rows, 3)));
                }
            }
            return active;
        }
    }

    /** The latest attempts of each outcome class, by endpoint. */
    public Map<EndpointId, List<LatestAttempt>> latestOf(Collection<EndpointId> endpoints) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.prepareStatement(READ_LATEST)) {
            statement.setArray(1, array(connection, "uuid", endpoints, EndpointId::value));
            var latest = new TreeMap<EndpointId, List<LatestAttempt>>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    LatestAttempt one = latest(rows);
                    latest.computeIfAbsent(one.endpointId(), id -> new ArrayList<>())
                            .add(one);
                }
            }
            return latest;
        }
    }

    private static LatestAttempt latest(ResultSet rows) throws SQLException {
        return new LatestAttempt(
                endpoint(rows, 1),
                OutcomeClass.ofLabel(rows.getString(2)),
                rows.getString(3),
                instant(rows, 4),
                new AttemptId(rows.getObject(5, UUID.class)),
                rows.getString(6),
                rows.getString(7),
                rows.getObject(8, Integer.class),
                rows.getString(9));
    }

    int forgetBatches(Instant before, int limit) throws SQLException {
        return forget(FORGET_BATCHES, before, limit);
    }

    int forgetMinutes(Instant before, int limit) throws SQLException {
        return forget(FORGET_MINUTES, before, limit);
    }

    private int forget(String sql, Instant before, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, utc(before));
            statement.setInt(2, limit);
            return statement.executeUpdate();
        }
    }

    private static Tally tally(ResultSet rows, int first) throws SQLException {
        var columns = new long[SUM_COLUMNS];
        for (int i = 0; i < SUM_COLUMNS; i++) {
            columns[i] = rows.getLong(first + i);
        }
        var tally = new Tally();
        tally.addColumns(columns);
        return tally;
    }

    private static EndpointId endpoint(ResultSet rows, int column) throws SQLException {
        return new EndpointId(rows.getObject(column, UUID.class));
    }

    private static Instant instant(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> Array array(Connection connection, String type, Collection<T> rows, Function<T, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }
}
