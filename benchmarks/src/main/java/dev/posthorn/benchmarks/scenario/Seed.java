package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.report.Progress;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Fills the ledger's tables, as if all that had happened. The ids are UUIDv7 of today, so that they fit today's partitions. */
final class Seed {

    private static final int CHUNK = 50_000;

    /** The n-th id of a kind: the time, the version 7, the kind, the variant, and the number. */
    private static final String ID = """
            (lpad(to_hex((extract(epoch from date_trunc('day', now() at time zone 'UTC')) * 1000)::bigint + n / 1000), 12, '0')
            || '7%s8' || lpad(to_hex(n), 15, '0'))::uuid""";

    private static final String EVENTS = """
            insert into event (id, tenant_id, external_id, type, channels, created_at, payload, endpoint_ids)
            select %s, (?::text[])[1 + n %% ?], null, 'bench.type0', '{}', now(), '{"seeded":true}', array[(?::uuid[])[1 + n %% ?]]
            from generate_series(?::bigint, ?::bigint) as n""";

    private static final String RETRIES = """
            insert into retry (event_id, endpoint_id, tenant_id, due_at, number, step, trigger)
            select %s, (?::uuid[])[1 + n %% ?], (?::text[])[1 + n %% ?],
                now() + case when n %% 2 = 0 then interval '12 hours' else interval '-1 second' end, 4, 3, 'retry'
            from generate_series(?::bigint, ?::bigint) as n""";

    private static final String ATTEMPTS = """
            insert into attempt (id, tenant_id, event_id, endpoint_id, number, step, trigger, started_at, duration, outcome,
                status_code, error, delivery_status, next_attempt_at, request_url, request_headers, response_headers,
                response_body)
            select %s, (?::text[])[1 + n %% ?], %s, (?::uuid[])[1 + n %% ?], 1, 0, 'first', now(), interval '3 milliseconds',
                'succeeded', 200, null, 'succeeded', null, 'http://127.0.0.1:9/hook',
                repeat('header: value with some length' || chr(10), 8), 'content-length: 0' || chr(10), ''
            from generate_series(?::bigint, ?::bigint) as n""";

    private final Connection connection;
    private final Progress progress;
    private final String kind;
    private final List<String> tenants;
    private final List<String> endpoints;

    /**
     * @param kind three hexadecimal digits that keep the ids of two seeds apart
     * @param tenants of the endpoints, in parallel
     * @param endpoints UUIDs
     */
    Seed(Connection connection, Progress progress, String kind, List<String> tenants, List<String> endpoints) {
        this.connection = connection;
        this.progress = progress;
        this.kind = kind;
        this.tenants = tenants;
        this.endpoints = endpoints;
    }

    void events(long count) throws SQLException {
        inChunks("events", EVENTS.formatted(ID.formatted(kind)), count, true);
    }

    /** One for each event; every second one is due. */
    void retries(long count) throws SQLException {
        inChunks("retries", RETRIES.formatted(ID.formatted(kind)), count, false);
    }

    void attempts(long count) throws SQLException {
        inChunks("attempts", ATTEMPTS.formatted(ID.formatted(kind), ID.formatted(kind)), count, true);
    }

    private void inChunks(String what, String sql, long count, boolean tenantFirst) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (long from = 0; from < count; from += CHUNK) {
                var tenantIds = connection.createArrayOf("text", tenants.toArray());
                var endpointIds = connection.createArrayOf("text", endpoints.toArray());
                statement.setArray(1, tenantFirst ? tenantIds : endpointIds);
                statement.setInt(2, tenants.size());
                statement.setArray(3, tenantFirst ? endpointIds : tenantIds);
                statement.setInt(4, tenants.size());
                statement.setLong(5, from);
                statement.setLong(6, Math.min(count, from + CHUNK) - 1);
                statement.executeUpdate();
                progress.show("seeding " + what, "%,d of %,d".formatted(Math.min(count, from + CHUNK), count));
            }
        }
    }

    void settle() throws SQLException {
        progress.show("analyzing", "");
        try (var statement = connection.createStatement()) {
            statement.execute("vacuum (analyze) event");
            statement.execute("vacuum (analyze) attempt");
            statement.execute("vacuum (analyze) retry");
            statement.execute("checkpoint");
        } catch (SQLException notAllowed) {
            // A checkpoint needs more rights than the service's own user may have; it comes by itself.
            progress.say("no checkpoint was made: " + notAllowed.getMessage());
        }
    }
}
