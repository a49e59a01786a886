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

    /** All deliveries, by event_of_tenant, newest first, with those of added_delivery by its primary key. */
    private static final String ALL = """
            event
            cross join lateral (
                select matched.endpoint_id from unnest(event.endpoint_ids) as matched (endpoint_id)
                union all
                select added.endpoint_id from added_delivery added where added.event_id = event.id) as wanted""";

    /** Those with a dead letter that waits, by dead_letter_of_tenant; no more of them than the page holds are looked up. */
    private static final String DEAD = """
            select tenant_id, event_id, endpoint_id from dead_letter wanted""";

    /** By cancellation_of_tenant. */
    private static final String CANCELLED = """
            select tenant_id, event_id, endpoint_id from cancellation wanted""";

    private static final String NOT_WAITING = """
            not exists (
                select 1 from retry
                where retry.event_id = wanted.event_id and retry.endpoint_id = wanted.endpoint_id)""";

    /** By retry_of_tenant. */
    private static final String WAITING = """
            select tenant_id, event_id, endpoint_id from retry wanted""";

    /** Those in memory, of which there are never many. */
    private static final String HELD = """
            select event.tenant_id, held.event_id, held.endpoint_id
            from dispatch_batch
            cross join lateral unnest(event_ids, endpoint_ids) as held (event_id, endpoint_id)
            join event on event.id = held.event_id
            where not exists (
                select 1 from retry
                where retry.event_id = held.event_id and retry.endpoint_id = held.endpoint_id)""";

    private static final String STATUS = """
            select * from (
                select %1$s as event_id, event.external_id, event.type, wanted.endpoint_id,
                    coalesce(last.number, 0) as attempts, last.id as attempt_id, last.outcome, last.status_code,
                    last.started_at,
                    case when retry.lane_position is null then retry.due_at else last.next_attempt_at end as due_at,
                    case
                        when retry.number > 1 then 'retrying'
                        when retry.number = 1 then 'pending'
                        when dead.waits then 'dead'
                        when last.id is not null then last.delivery_status
                        when dead.discarded then 'dead'
                        when cancellation.event_id is not null then 'cancelled'
                        else 'pending'
                    end as status
                from""";

    /**
     * For each delivery the last attempt by attempt_of_event, the dead letters by dead_letter_of_event, and the retry and
     * the cancellation by their primary keys.
     */
    private static final String DETAILS = """
            left join lateral (
                select id, number, outcome, status_code, started_at, delivery_status, next_attempt_at from attempt
                where attempt.event_id = %1$s and attempt.endpoint_id = wanted.endpoint_id
                order by number desc limit 1) as last on true
            left join retry on retry.event_id = %1$s and retry.endpoint_id = wanted.endpoint_id
            left join lateral (
                select bool_or(resolution is null) as waits, bool_or(resolution = 'discarded') as discarded
                from dead_letter
                where dead_letter.event_id = %1$s and dead_letter.endpoint_id = wanted.endpoint_id)
                as dead on true
            left join cancellation
                on cancellation.event_id = %1$s and cancellation.endpoint_id = wanted.endpoint_id""";

    private static final String NEWEST_FIRST = "order by wanted.event_id desc, wanted.endpoint_id desc";

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

    /** What the page is cut out of. */
    private record Scope(String tenant, UUID event, UUID endpoint, Position after, UUID since, UUID latest) {

        Query of(Query query) {
            return in(query, "wanted.tenant_id", "wanted.event_id");
        }

        /** The conditions on an event's own columns, for the index on them. */
        Query in(Query query, String tenantColumn, String eventColumn) {
            return query.where(tenantColumn + " = ?", tenant)
                    .where(eventColumn + " >= ?", since)
                    .where(eventColumn + " <= ?", latest)
                    .where("(" + eventColumn + ", wanted.endpoint_id) < (?, ?)", after.event(), after.endpoint())
                    .whereAsked(eventColumn + " = ?", event)
                    .whereAsked("wanted.endpoint_id = ?", endpoint);
        }
    }

    Page<DeliveryView> list(String tenant, Filter filter, PageRequest page) throws SQLException {
        Position after = page.after().map(Position::read).orElse(new Position(LAST, LAST));
        try (var connection = dataSource.getConnection()) {
            var scope = new Scope(
                    tenant,
                    EventIds.wanted(connection, tenant, filter.eventId()),
                    EndpointId.valueOrNull(filter.endpointId()),
                    after,
                    TypeId.since(filter.since()),
                    earlier(after.event(), filter.until()));
            var query = candidates(filter.status(), scope, page.fetchSize())
                    .then(") as delivery")
                    .whereAsked("status = ?", filter.status())
                    .then("limit ?", page.fetchSize());
            return Page.of(
                            query.list(connection, DeliveryRepository::read),
                            page,
                            row -> row.position().toString())
                    .map(Row::view);
        }
    }

    /** Few are dead, undecided or cancelled; they are not looked for among all, and only a page of them is worked out. */
    private static Query candidates(String status, Scope scope, int limit) {
        return switch (status) {
            case "dead" -> page(DEAD, scope, "resolution is null", "group by 1, 2, 3", limit);
            case "cancelled" -> page(CANCELLED, scope, "true", "", limit);
            case "pending" -> undecided(scope, "number = 1", limit);
            case "retrying" -> undecided(scope, "number > 1", limit);
            case null, default -> all(scope);
        };
    }

    private static Query all(Scope scope) {
        var query = Query.of(STATUS.formatted("event.id")).then(ALL).then(DETAILS.formatted("event.id"));
        return scope.in(query, "event.tenant_id", "event.id").then("order by event.id desc, wanted.endpoint_id desc");
    }

    private static Query page(String select, Scope scope, String condition, String grouping, int limit) {
        return withDetails(scope.of(Query.of(STATUS.formatted("wanted.event_id") + " (" + select))
                        .where(condition)
                        .where(NOT_WAITING)
                        .then(grouping)
                        .then(NEWEST_FIRST)
                        .then("limit ?) as wanted", limit))
                .then(NEWEST_FIRST);
    }

    private static Query undecided(Scope scope, String condition, int limit) {
        var waiting = scope.of(Query.of(STATUS.formatted("wanted.event_id") + " ((" + WAITING))
                .where(condition)
                .then(NEWEST_FIRST)
                .then("limit ?)", limit);
        var query = withDetails(waiting.then("union all").then(HELD).then(") as wanted"));
        return scope.of(query).then(NEWEST_FIRST);
    }

    private static Query withDetails(Query query) {
        return query.then("left join event on event.id = wanted.event_id").then(DETAILS.formatted("wanted.event_id"));
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
