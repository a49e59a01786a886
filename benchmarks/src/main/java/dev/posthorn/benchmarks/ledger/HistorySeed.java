package dev.posthorn.benchmarks.ledger;

import dev.posthorn.benchmarks.stack.Audience;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Events and attempts of the last ten days, in the order of their times, as they would have been appended: of a hundred
 * attempts about one ended a delivery as a dead letter.
 */
public final class HistorySeed {

    public static final int DAYS = 10;

    private static final String CREATE_DAY = """
            create table if not exists %1$s_%2$s partition of %1$s for values from ('%3$s') to ('%4$s')""";

    /** uuidv7 takes the distance from now. Every tenant has every (number of tenants)th event, for all its endpoints. */
    private static final String ADD_EVENTS = """
            insert into event (id, tenant_id, external_id, type, channels, created_at, payload, endpoint_ids)
            select uuidv7(moment - clock_timestamp()), ?, null, ?, '{}', moment, ?, ?
            from (
                select ?::timestamptz + number * (?::timestamptz - ?::timestamptz) / ? as moment
                from generate_series(0, ? - 1) as number) as moments""";

    /** What was published before, by the reference run, had one endpoint each, and has its attempts. */
    private static final String ADD_ATTEMPTS = """
            insert into attempt (id, tenant_id, event_id, endpoint_id, number, step, trigger, started_at, duration,
                outcome, status_code, error, delivery_status, next_attempt_at, request_url, request_headers,
                response_headers, response_body)
            select uuidv7(made.created_at + interval '4 ms' - clock_timestamp()), made.tenant_id, made.id,
                wanted.endpoint_id, 1, 0, 'first', made.created_at + interval '4 ms', chance.value * interval '20 ms',
                case when chance.value < 0.99 then 'succeeded' when chance.value < 0.999 then 'rejected' else 'timeout' end,
                case when chance.value < 0.99 then 200 when chance.value < 0.999 then 500 end,
                case
                    when chance.value < 0.99 then null
                    when chance.value < 0.999 then 'The endpoint answered 500'
                    else 'No answer within 5 s'
                end,
                case when chance.value < 0.99 then 'succeeded' else 'dead' end, null,
                'http://127.0.0.1:9000/hooks/orders', ?,
                case when chance.value < 0.999 then E'content-length: 0\\n' end,
                case when chance.value < 0.999 then ''::bytea end
            from (
                select * from event_%1$s where tenant_id = any(?) and cardinality(endpoint_ids) = ? order by id) as made
            cross join unnest(made.endpoint_ids) as wanted (endpoint_id)
            cross join lateral (select random() as value where made.id is not null) as chance""";

    private static final String ADD_DEAD_LETTERS = """
            insert into dead_letter (id, tenant_id, event_id, endpoint_id, event_type, reason, attempts, created_at)
            select uuidv7(started_at - clock_timestamp()), tenant_id, event_id, endpoint_id, ?, 'attempts_exhausted', 1,
                started_at
            from attempt_%1$s where tenant_id = any(?) and delivery_status = 'dead' order by id""";

    private static final String HEADERS = """
            Content-Type: application/json
            User-Agent: Posthorn/0.1.0
            webhook-id: evt_01k7x0f2t4e9v8m3n5p6q7r8s9
            webhook-timestamp: 1768473000
            webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
            traceparent: 00-0199fa0123457abc8def0123456789ab-0123456789abcdef-01
            """;

    private static final byte[] PAYLOAD =
            "{\"orderId\":\"A-10001\",\"total\":\"129.90\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"P-1\",\"quantity\":2}]}"
                    .getBytes();

    private final LedgerDatabase database;

    public HistorySeed(LedgerDatabase database) {
        this.database = database;
    }

    /** @param attempts in all; each event has one for every endpoint of its tenant. @return how many there are */
    public long write(Audience audience, long attempts, Consumer<Long> progress) throws SQLException {
        int tenants = audience.tenants().size();
        int perTenant = audience.endpoints().size() / tenants;
        int eventsPerDay = (int) Math.max(1, attempts / DAYS / tenants / perTenant);
        Instant now = Instant.now();
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        long written = 0;
        try (var connection = database.connect()) {
            // Only this session's commits, which nobody relies on.
            BacklogSeed.execute(connection, "set synchronous_commit = off");
            for (int ago = DAYS - 1; ago >= 0; ago--) {
                LocalDate day = today.minusDays(ago);
                createDay(connection, "event", day);
                createDay(connection, "attempt", day);
                Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(1);
                Instant until = from.plusSeconds(86_390);
                // A minute ago at the latest: what is measured is newer than all of it.
                Instant end = until.isAfter(now.minusSeconds(60)) ? now.minusSeconds(60) : until;
                if (end.isBefore(from)) {
                    continue;
                }
                for (int tenant = 0; tenant < tenants; tenant++) {
                    int first = tenant * perTenant;
                    addEvents(connection, audience, first, perTenant, from, end, eventsPerDay);
                }
                written += addAttempts(connection, audience, day);
                addDeadLetters(connection, audience, day);
                progress.accept(written);
            }
            // What autovacuum would have done in ten days, and would begin to do while we measure.
            BacklogSeed.execute(connection, "vacuum (analyze) event, attempt, dead_letter");
        }
        return written;
    }

    private static void createDay(Connection connection, String table, LocalDate day) throws SQLException {
        BacklogSeed.execute(connection, CREATE_DAY.formatted(table, name(day), lowest(day), lowest(day.plusDays(1))));
    }

    private static String name(LocalDate day) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    /** The least UUIDv7 of the day's midnight, which is how delivery-service bounds its partitions. */
    private static UUID lowest(LocalDate day) {
        long millis = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        return new UUID(millis << 16 | 0x7000L, 0x8000000000000000L);
    }

    private static void addEvents(
            Connection connection, Audience audience, int first, int count, Instant from, Instant end, int events)
            throws SQLException {
        Object[] ids = audience.endpoints().subList(first, first + count).stream()
                .map(endpoint -> LedgerDatabase.uuid(endpoint.id()))
                .toArray();
        OffsetDateTime begin = from.atOffset(ZoneOffset.UTC);
        try (var statement = connection.prepareStatement(ADD_EVENTS)) {
            statement.setString(1, audience.endpoints().get(first).tenant());
            statement.setString(2, audience.endpoints().get(first).type());
            statement.setBytes(3, PAYLOAD);
            statement.setArray(4, connection.createArrayOf("uuid", ids));
            statement.setObject(5, begin);
            statement.setObject(6, end.atOffset(ZoneOffset.UTC));
            statement.setObject(7, begin);
            statement.setInt(8, events);
            statement.setInt(9, events);
            statement.executeUpdate();
        }
    }

    private static long addAttempts(Connection connection, Audience audience, LocalDate day) throws SQLException {
        try (var statement = connection.prepareStatement(ADD_ATTEMPTS.formatted(name(day)))) {
            statement.setString(1, HEADERS);
            statement.setArray(
                    2, connection.createArrayOf("text", audience.tenants().toArray()));
            statement.setInt(3, audience.endpoints().size() / audience.tenants().size());
            return statement.executeUpdate();
        }
    }

    private static void addDeadLetters(Connection connection, Audience audience, LocalDate day) throws SQLException {
        try (var statement = connection.prepareStatement(ADD_DEAD_LETTERS.formatted(name(day)))) {
            statement.setString(1, audience.endpoints().getFirst().type());
            statement.setArray(
                    2, connection.createArrayOf("text", audience.tenants().toArray()));
            statement.executeUpdate();
        }
    }
}
