package dev.posthorn.delivery.ledger;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.foundation.id.AttemptBatchId;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TypeId;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The table attempt_news: which outcomes monitoring-service has yet to hear of. */
@ApplicationScoped
class AttemptNewsRepository {

    private static final String ADD = """
            insert into attempt_news (batch, tenants, tenant_counts, attempt_ids) values (?, ?, ?, ?)""";

    /** Oldest first by the primary key. */
    private static final String CLAIM = """
            update attempt_news set claimed_until = now() + ? * interval '1 millisecond'
            where id in (
                select id from attempt_news where claimed_until < now()
                order by id limit ? for update skip locked)
            returning id, batch, tenants, tenant_counts, attempt_ids""";

    private static final String DELETE = """
            delete from attempt_news where id = any(?)""";

    private static final String RELEASE = """
            update attempt_news set claimed_until = '-infinity' where id = any(?)""";

    /** Both ends of the primary key; what lies between was written, and is deleted, nearly in this order. */
    private static final String WAITING = """
            select coalesce(max(id) - min(id) + 1, 0), (select batch from attempt_news order by id limit 1)
            from attempt_news""";

    /** By the primary keys, each in the one partition that the id falls into. */
    private static final String FIND_ATTEMPTS = """
            select wanted.batch, attempt.id, attempt.tenant_id, attempt.endpoint_id, attempt.event_id, event.external_id,
                event.type, event.created_at, attempt.number, attempt.trigger, attempt.outcome, attempt.status_code,
                attempt.started_at, extract(epoch from attempt.duration) as seconds, attempt.delivery_status,
                attempt.error
            from unnest(?::int[], ?::text[], ?::uuid[]) with ordinality as wanted (batch, tenant_id, id, position)
            join attempt on attempt.tenant_id = wanted.tenant_id and attempt.id = wanted.id
            join event on event.id = attempt.event_id
            order by wanted.position""";

    private final DataSource dataSource;

    AttemptNewsRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** An attempt, as its primary key names it. */
    record Reference(String tenantId, UUID id) {}

    /** A claimed row. */
    record Claimed(long id, AttemptBatchId batch, List<Reference> references) {}

    /** @param oldest when the oldest was recorded; null when none waits */
    record Waiting(long batches, Instant oldest) {}

    /** Joins the transaction of the connection. */
    void add(Connection connection, AttemptBatchId batch, List<Reference> references) throws SQLException {
        var tenants = new ArrayList<String>();
        var counts = new ArrayList<Integer>();
        for (Reference reference : references) {
            if (tenants.isEmpty() || !tenants.getLast().equals(reference.tenantId())) {
                tenants.add(reference.tenantId());
                counts.add(0);
            }
            counts.set(counts.size() - 1, counts.getLast() + 1);
        }
        try (var statement = connection.prepareStatement(ADD)) {
            statement.setObject(1, batch.value());
            statement.setArray(2, connection.createArrayOf("text", tenants.toArray()));
            statement.setArray(3, connection.createArrayOf("int", counts.toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "uuid", references.stream().map(Reference::id).toArray()));
            statement.executeUpdate();
        }
    }

    List<Claimed> claim(int limit, Duration lease) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(CLAIM)) {
            statement.setLong(1, lease.toMillis());
            statement.setInt(2, limit);
            var claimed = new ArrayList<Claimed>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    claimed.add(new Claimed(
                            rows.getLong("id"),
                            new AttemptBatchId(rows.getObject("batch", UUID.class)),
                            readReferences(rows)));
                }
            }
            claimed.sort(Comparator.comparing(Claimed::id));
            return claimed;
        }
    }

    private static List<Reference> readReferences(ResultSet rows) throws SQLException {
        var tenants = (String[]) rows.getArray("tenants").getArray();
        var counts = (Integer[]) rows.getArray("tenant_counts").getArray();
        var ids = (UUID[]) rows.getArray("attempt_ids").getArray();
        var references = new ArrayList<Reference>(ids.length);
        for (int tenant = 0; tenant < tenants.length; tenant++) {
            for (int left = counts[tenant]; left > 0; left--) {
                references.add(new Reference(tenants[tenant], ids[references.size()]));
            }
        }
        return references;
    }

    void delete(List<Long> ids) throws SQLException {
        update(DELETE, ids);
    }

    void release(List<Long> ids) throws SQLException {
        update(RELEASE, ids);
    }

    private void update(String sql, List<Long> ids) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            statement.executeUpdate();
        }
    }

    /** An upper bound for the number of rows, which looks at two of them however many wait. */
    Waiting waiting() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(WAITING);
                var rows = statement.executeQuery()) {
            rows.next();
            UUID oldest = rows.getObject(2, UUID.class);
            return new Waiting(rows.getLong(1), oldest == null ? null : TypeId.madeAt(oldest));
        }
    }

    /**
     * What the log still has of these rows' attempts, by the rows' ids. An attempt is left out that was dropped by
     * retention, or whose event was: without its type and time nothing can be counted.
     */
    Map<Long, List<Attempt>> findAttempts(List<Claimed> claimed) throws SQLException {
        var found = new HashMap<Long, List<Attempt>>();
        var batches = new ArrayList<Integer>();
        var references = new ArrayList<Reference>();
        for (int at = 0; at < claimed.size(); at++) {
            for (Reference reference : claimed.get(at).references()) {
                batches.add(at);
                references.add(reference);
            }
        }
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(FIND_ATTEMPTS)) {
            statement.setArray(1, connection.createArrayOf("int", batches.toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", references.stream().map(Reference::tenantId).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid", references.stream().map(Reference::id).toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(claimed.get(rows.getInt("batch")).id(), id -> new ArrayList<>())
                            .add(read(rows));
                }
            }
        }
        return found;
    }

    private static Attempt read(ResultSet rows) throws SQLException {
        return new Attempt(
                new AttemptId(rows.getObject("id", UUID.class)).toString(),
                rows.getString("tenant_id"),
                new EndpointId(rows.getObject("endpoint_id", UUID.class)).toString(),
                EventIds.publicId(rows.getObject("event_id", UUID.class), rows.getString("external_id")),
                rows.getString("type"),
                rows.getInt("number"),
                rows.getString("trigger"),
                rows.getString("outcome"),
                rows.getObject("status_code", Integer.class),
                rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                rows.getObject("started_at", OffsetDateTime.class).toInstant(),
                Duration.ofNanos(rows.getBigDecimal("seconds").movePointRight(9).longValue()),
                rows.getString("delivery_status"),
                rows.getString("error"));
    }
}
