package dev.posthorn.delivery.pace;

import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The one statement about rate_slot. */
@ApplicationScoped
class RateSlotRepository {

    /**
     * By the primary key. An endpoint's slots go on where the last run ended, or a moment from now when that is past. In the
     * order of the ids, so that two instances cannot wait for one another. Times are told in nanoseconds since 1970.
     */
    private static final String RESERVE = """
            insert into rate_slot as slot (endpoint_id, next_at)
            select endpoint_id, now() + (? + span) * interval '1 microsecond'
            from unnest(?::uuid[], ?::bigint[]) as asked (endpoint_id, span)
            order by endpoint_id
            on conflict (endpoint_id) do update
            set next_at = excluded.next_at
                + greatest(slot.next_at - (now() + ? * interval '1 microsecond'), interval '0')
            returning endpoint_id, (extract(epoch from next_at) * 1000000)::bigint * 1000,
                (extract(epoch from clock_timestamp()) * 1000000)::bigint * 1000""";

    /** A row that is past says no more than none. */
    private static final String FORGET_PAST = """
            delete from rate_slot where next_at < now() - interval '1 day'""";

    /** @param end of the run, and @param shown the time of the answer, by the database's clock, in nanoseconds since 1970 */
    record Run(long end, long shown) {}

    /**
     * @param lead how far from now the first slot is, at least, in microseconds
     * @param spans of the runs to reserve, in microseconds, by endpoint
     */
    Map<UUID, Run> reserve(Connection connection, long lead, Map<UUID, Long> spans) throws SQLException {
        try (var statement = connection.prepareStatement(RESERVE)) {
            Collection<UUID> endpoints = spans.keySet();
            statement.setLong(1, lead);
            statement.setArray(2, connection.createArrayOf("uuid", endpoints.toArray()));
            statement.setArray(
                    3, connection.createArrayOf("bigint", spans.values().toArray()));
            statement.setLong(4, lead);
            try (var rows = statement.executeQuery()) {
                var runs = new HashMap<UUID, Run>();
                while (rows.next()) {
                    runs.put(rows.getObject(1, UUID.class), new Run(rows.getLong(2), rows.getLong(3)));
                }
                return runs;
            }
        }
    }

    int forgetPast(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(FORGET_PAST)) {
            return statement.executeUpdate();
        }
    }
}
