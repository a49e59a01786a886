package dev.posthorn.delivery.status;

import dev.posthorn.delivery.attempt.LastAttempt;
import dev.posthorn.delivery.ledger.EventIds;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.foundation.sql.Query;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Works out how deliveries stand. */
@ApplicationScoped
class DeliveryRepository {

    /** All deliveries, by event_of_tenant, newest first. */
    private static final String ALL = """
            event cross join lateral (
                select event.tenant_id, event.id as event_id, endpoint_id
                from unnest(event.endpoint_ids) as matched (endpoint_id)) as wanted""";

    /** Those with a dead letter that waits, by dead_letter_of_tenant. */
    private static final String DEAD = """
            (select distinct tenant_id, event_id, endpoint_id from dead_letter where resolution is null) as wanted
            join event on event.id = wanted.event_id""";

    /** Those in memory, of which there are never many, and those that wait, by retry_of_tenant. */
    private static final String UNDECIDED = """
            (select tenant_id, event_id, endpoint_id from retry
            union all
            select event.tenant_id, held.event_id, held.endpoint_id
            from dispatch_batch
            cross join lateral unnest(event_ids, endpoint_ids) as held (event_id, endpoint_id)
            join event on event.id = held.event_id
            where not exists (
                select 1 from retry
                where retry.event_id = held.event_id and retry.endpoint_id = held.endpoint_id)) as wanted
            join event on event.id = wanted.event_id""";

    /**
     * For each delivery the last attempt by attempt_of_event, the retry by its primary key and the dead letter by
     * dead_letter_of_event. Stops at the page's end.
     */
    private static final String LIST = """
            select * from (
                select event.id as event_id, event.external_id, event.type, wanted.endpoint_id,
                    coalesce(last.number, 0) as attempts, last.id as attempt_id, last.outcome, last.status_code,
                    last.started_at,
                    case when retry.lane_position is null then retry.due_at else last.next_attempt_at end as due_at,
                    case
                        when retry.event_id is not null and last.id is null then 'pending'
                        when retry.event_id is not null then 'retrying'
                        when dead.id is not null then 'dead'
                        else coalesce(last.delivery_status, 'pending')
                    end as status
                from %s
                left join lateral (
                    select id, number, outcome, status_code, started_at, delivery_status, next_attempt_at
                    from attempt
                    where attempt.event_id = event.id and attempt.endpoint_id = wanted.endpoint_id
                    order by number desc limit 1) as last on true
                left join retry on retry.event_id = event.id and retry.endpoint_id = wanted.endpoint_id
                left join lateral (
                    select id from dead_letter
                    where dead_letter.event_id = event.id and dead_letter.endpoint_id = wanted.endpoint_id
                    and dead_letter.resolution is null limit 1) as dead on true""";

    private static final UUID LAST = new UUID(-1, -1);

    private final DataSource dataSource;

    DeliveryRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Which deliveries to list; null where all are meant. */
    record Filter(String eventId, EndpointId endpointId, String status, Instant since, Instant until) {}

    /** A place in the list: deliveries are ordered by event, then by endpoint. */
    private record Position(UUID event, UUID endpoint) {

        static Position read(String text) {
            try {
                int comma = text.indexOf(',');
                return new Position(
                        UUID.fromString(text.substring(0, comma)), UUID.fromString(text.substring(comma + 1)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
                throw ApiException.malformed("cursor", "cursor must be the nextCursor of an earlier answer");
            }
        }

        @Override
        public String toString() {
            return event + "," + endpoint;
        }
    }

    private record Row(Position position, DeliveryView view) {}

    Page<DeliveryView> list(String tenant, Filter filter, PageRequest page) throws SQLException {
        Position after = page.after().map(Position::read).orElse(new Position(LAST, LAST));
        try (var connection = dataSource.getConnection()) {
            var query = Query.of(LIST.formatted(candidates(filter.status())))
                    .where("wanted.tenant_id = ?", tenant)
                    .where("wanted.event_id >= ?", TypeId.since(filter.since()))
                    .where("wanted.event_id <= ?", earlier(after.event(), filter.until()))
                    .where("(wanted.event_id, wanted.endpoint_id) < (?, ?)", after.event(), after.endpoint())
                    .whereAsked("wanted.event_id = ?", EventIds.wanted(connection, tenant, filter.eventId()))
                    .whereAsked("wanted.endpoint_id = ?", EndpointId.valueOrNull(filter.endpointId()))
                    .then("order by wanted.event_id desc, wanted.endpoint_id desc) as delivery")
                    .whereAsked("status = ?", filter.status())
                    .then("limit ?", page.fetchSize());
            return Page.of(
                            query.list(connection, DeliveryRepository::read),
                            page,
                            row -> row.position().toString())
                    .map(Row::view);
        }
    }

    /** Few are dead or undecided, and they are not looked for among all. */
    private static String candidates(String status) {
        return switch (status) {
            case "dead" -> DEAD;
            case "pending", "retrying" -> UNDECIDED;
            case null, default -> ALL;
        };
    }

    /** Said apart from the row comparison, so that older partitions are all that is looked into. */
    private static UUID earlier(UUID after, Instant until) {
        if (until == null) {
            return after;
        }
        UUID limit = TypeId.lowest(until);
        return after.toString().compareTo(limit.toString()) < 0 ? after : limit;
    }

    private static Row read(ResultSet rows) throws SQLException {
        UUID event = rows.getObject("event_id", UUID.class);
        UUID endpoint = rows.getObject("endpoint_id", UUID.class);
        OffsetDateTime due = rows.getObject("due_at", OffsetDateTime.class);
        return new Row(
                new Position(event, endpoint),
                new DeliveryView(
                        EventIds.publicId(event, rows.getString("external_id")),
                        rows.getString("type"),
                        new EndpointId(endpoint).toString(),
                        rows.getString("status"),
                        rows.getInt("attempts"),
                        // Those of a paused endpoint have no time.
                        due == null || due.equals(OffsetDateTime.MAX) ? null : due.toInstant(),
                        LastAttempt.read(rows)));
    }
}
