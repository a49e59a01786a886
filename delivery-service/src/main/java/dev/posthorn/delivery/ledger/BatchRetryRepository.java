package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Batches of events that failed and wait for their retry: rows of retry with the same group and the same time. They are
 * claimed whole, or what is left of them: an event that was expunged, or is sent by hand, leaves its batch.
 */
@ApplicationScoped
class BatchRetryRepository {

    /**
     * Of two who claim at once each would get a part of a batch. So one at a time does; what it leaves, or misses since it
     * fell due just now, is found by the next round. The lock ends with the transaction.
     */
    private static final String TRY_LOCK = """
            select pg_try_advisory_xact_lock(7283640154)""";

    /** By retry_of_group, oldest first. Those of the given endpoints are parked instead, as whole batches too. */
    private static final String CLAIM_DUE = """
            with head as materialized (
                select due_at, group_id from retry where due_at <= now() and group_id is not null
                order by due_at, group_id limit ?),
            due as (
                select distinct due_at, group_id from head),
            parked as (
                update retry set due_at = 'infinity' from due
                where retry.due_at = due.due_at and retry.group_id = due.group_id and retry.endpoint_id = any(?)
                returning retry.endpoint_id),
            parked_endpoints as (
                insert into parked_endpoint (endpoint_id, next_at)
                select endpoint_id, now() from parked group by endpoint_id order by endpoint_id
                on conflict (endpoint_id) do update set next_at = least(parked_endpoint.next_at, excluded.next_at)),
            claimed as (
                delete from retry using due
                where retry.due_at = due.due_at and retry.group_id = due.group_id and retry.endpoint_id <> all(?)
                returning retry.event_id, retry.endpoint_id, retry.number, retry.step, retry.trigger, retry.group_id)
            select event_id, endpoint_id, number, step, trigger, group_id, null as looked_at from claimed
            union all
            select null, null, null, null, null, null, count(*) from head""";

    /** @param due how many were looked at, at most as many as asked for */
    record Claimed(List<Held> taken, int due) implements BatchLoading.Taken {}

    /** @param limit of deliveries; the last batch is taken whole all the same */
    Claimed claimDue(Connection connection, UUID batch, Collection<UUID> broken, int limit) throws SQLException {
        var claimed = new ArrayList<Held>();
        if (!isOurTurn(connection)) {
            return new Claimed(claimed, 0);
        }
        try (var statement = connection.prepareStatement(CLAIM_DUE)) {
            statement.setInt(1, limit);
            statement.setArray(2, LedgerRepository.uuids(connection, broken));
            statement.setArray(3, LedgerRepository.uuids(connection, broken));
            try (var rows = statement.executeQuery()) {
                int due = 0;
                while (rows.next()) {
                    if (rows.getObject(1) == null) {
                        due = rows.getInt(7);
                    } else {
                        claimed.add(LedgerRepository.readHeld(rows, batch, 1));
                    }
                }
                return new Claimed(claimed, due);
            }
        }
    }

    private static boolean isOurTurn(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(TRY_LOCK);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
