package dev.posthorn.delivery.replay;

import dev.posthorn.delivery.ledger.BulkResending.Found;
import dev.posthorn.delivery.ledger.Replayable;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.sql.Query;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Looks for what a replay is about, a page at a time. A page costs the same wherever the walk is. */
@ApplicationScoped
class ReplayWalkRepository {

    /** By event_of_tenant. */
    private static final String EVENTS = """
            select id from event""";

    /** By dead_letter_of_tenant, which is in the order of the events; for a replay of dead deliveries only. */
    private static final String DEAD_EVENTS = """
            select distinct event_id as id from dead_letter""";

    /**
     * For each event of the page its rows by primary keys, the dead letter by dead_letter_of_event and, if it matters, the
     * last attempt by attempt_of_event, in partitions of the event's day and later. The limits keep the planner from reading
     * whole tables for a page.
     */
    private static final String DELIVERIES = """
            select page.id as walked, event.id as event_id, event.type, event.channels, event.payload_expunged_at,
                retry.event_id is not null as waits, dead.attempts as dead_attempts, last.number, last.delivery_status,
                wanted.endpoint_id = any(event.endpoint_ids) or added.event_id is not null as matched
            from page
            cross join (select ?::uuid as endpoint_id) as wanted
            left join lateral (
                select id, type, channels, endpoint_ids, payload_expunged_at from event where event.id = page.id limit 1)
                as event on true
            left join added_delivery added on added.event_id = page.id and added.endpoint_id = wanted.endpoint_id
            left join retry on retry.event_id = page.id and retry.endpoint_id = wanted.endpoint_id
            left join lateral (
                select max(attempts) as attempts from dead_letter
                where dead_letter.event_id = page.id and dead_letter.endpoint_id = wanted.endpoint_id
                and resolution is null) as dead on true
            left join lateral (
                select number, delivery_status from attempt
                where ?::boolean and attempt.event_id = page.id and attempt.endpoint_id = wanted.endpoint_id
                and attempt.id >= ?
                order by number desc limit 1) as last on true
            order by page.id""";

    /** By dead_letter_waiting, or dead_letter_of_endpoint; the event by its primary key. */
    private static final String DEAD_LETTERS = """
            select dead.id, dead.event_id, dead.endpoint_id, dead.event_type, dead.attempts,
                event.id is not null and event.payload_expunged_at is null as sendable
            from page dead
            left join lateral (
                select id, payload_expunged_at from event where event.id = dead.event_id limit 1) as event on true
            order by dead.id""";

    private static final String LETTERS = """
            select id, event_id, endpoint_id, event_type, attempts from dead_letter""";

    /** Clocks of instances differ: an attempt's id may be a little less than its event's. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    /**
     * An event and its delivery to the endpoint.
     *
     * @param found null when there is nothing to send again
     * @param missing whether it has no delivery; it is {@code found} only if the endpoint wants it
     */
    record Step(UUID position, String type, List<String> channels, Found found, boolean missing) {}

    List<Step> events(Connection connection, Replay replay, int limit) throws SQLException {
        boolean deadOnly = replay.statuses().equals(Set.of(Replayable.DEAD));
        UUID endpoint = replay.endpointId().value();
        var page = deadOnly
                ? Query.of("with page as materialized (" + DEAD_EVENTS)
                        .where("tenant_id = ?", replay.tenantId())
                        .where("endpoint_id = ?", endpoint)
                        .where("resolution is null")
                        .where("event_id > ?", replay.walk().position())
                        .where("event_id < ?", replay.walk().stop())
                        .then("order by event_id limit ?)", limit)
                : Query.of("with page as materialized (" + EVENTS)
                        .where("tenant_id = ?", replay.tenantId())
                        .where("id > ?", replay.walk().position())
                        .where("id < ?", replay.walk().stop())
                        .then("order by id limit ?)", limit);
        return page.then(
                        DELIVERIES,
                        endpoint,
                        replay.statuses().contains(Replayable.SUCCEEDED),
                        firstAttempt(replay.walk().position()))
                .list(connection, rows -> readEvent(rows, replay));
    }

    private static UUID firstAttempt(UUID event) {
        Instant earliest = TypeId.madeAt(event).minus(CLOCK_TOLERANCE);
        return TypeId.lowest(earliest.isBefore(Instant.EPOCH) ? Instant.EPOCH : earliest);
    }

    private static Step readEvent(ResultSet rows, Replay replay) throws SQLException {
        UUID position = rows.getObject("walked", UUID.class);
        UUID event = rows.getObject("event_id", UUID.class);
        if (event == null || rows.getObject("payload_expunged_at") != null || rows.getBoolean("waits")) {
            return new Step(position, null, List.of(), null, false);
        }
        Found found = null;
        UUID endpoint = replay.endpointId().value();
        int deadAttempts = rows.getInt("dead_attempts");
        boolean dead = !rows.wasNull();
        boolean matched = rows.getBoolean("matched");
        if (dead) {
            found = new Found(event, endpoint, Replayable.DEAD, deadAttempts);
        } else if (!matched) {
            found = new Found(event, endpoint, Replayable.MISSING, 0);
        } else if ("succeeded".equals(rows.getString("delivery_status"))) {
            found = new Found(event, endpoint, Replayable.SUCCEEDED, rows.getInt("number"));
        }
        boolean asked = found != null && replay.statuses().contains(found.was());
        return new Step(
                position,
                rows.getString("type"),
                List.of((String[]) rows.getArray("channels").getArray()),
                asked ? found : null,
                !dead && !matched);
    }

    List<Step> deadLetters(Connection connection, Replay replay, int limit) throws SQLException {
        return Query.of("with page as materialized (" + LETTERS)
                .where("tenant_id = ?", replay.tenantId())
                .where("resolution is null")
                .where("id > ?", replay.walk().position())
                .where("id < ?", replay.walk().stop())
                .whereAsked("endpoint_id = ?", EndpointId.valueOrNull(replay.endpointId()))
                .then("order by id limit ?)", limit)
                .then(DEAD_LETTERS)
                .list(connection, ReplayWalkRepository::readLetter);
    }

    private static Step readLetter(ResultSet rows) throws SQLException {
        var found = new Found(
                rows.getObject("event_id", UUID.class),
                rows.getObject("endpoint_id", UUID.class),
                Replayable.DEAD,
                rows.getInt("attempts"));
        return new Step(
                rows.getObject("id", UUID.class),
                rows.getString("event_type"),
                List.of(),
                rows.getBoolean("sendable") ? found : null,
                false);
    }
}
