package dev.posthorn.delivery.status;

import dev.posthorn.delivery.attempt.LastAttempt;
import dev.posthorn.delivery.ledger.EventIds;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Works out how deliveries stand. */
@ApplicationScoped
class DeliveryRepository {

    /**
     * Events by event_of_tenant, newest first; for each delivery the last attempt by attempt_of_event, the retry by its
     * primary key and the dead letter by dead_letter_of_event. Stops at the page's end.
     */
    private static final String LIST = """
            select * from (
                select event.id as event_id, event.external_id, event.type, wanted.endpoint_id,
                    coalesce(last.number, 0) as attempts, last.id as attempt_id, last.outcome, last.status_code,
                    last.started_at, retry.due_at,
                    case
                        when retry.event_id is not null and last.id is null then 'pending'
                        when retry.event_id is not null then 'retrying'
                        when dead.id is not null then 'dead'
                        else coalesce(last.delivery_status, 'pending')
                    end as status
                from event
                cross join lateral unnest(event.endpoint_ids) as wanted (endpoint_id)
                left join lateral (
                    select id, number, outcome, status_code, started_at, delivery_status from attempt
                    where attempt.event_id = event.id and attempt.endpoint_id = wanted.endpoint_id
                    order by number desc limit 1) as last on true
                left join retry on retry.event_id = event.id and retry.endpoint_id = wanted.endpoint_id
                left join lateral (
                    select id from dead_letter
                    where dead_letter.event_id = event.id and dead_letter.endpoint_id = wanted.endpoint_id
                    and dead_letter.resolution is null limit 1) as dead on true
                where event.tenant_id = ? and event.id >= ? and event.id <= ?
                and (event.id, wanted.endpoint_id) < (?, ?)
                and (?::uuid is null or event.id = ?)
                and (?::uuid is null or wanted.endpoint_id = ?)
                order by event.id desc, wanted.endpoint_id desc) as delivery
            where (?::text is null or status = ?)
            limit ?""";

    private static final UUID FIRST = new UUID(0, 0);
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
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(LIST)) {
            UUID event = null;
            if (filter.eventId() != null) {
                Optional<UUID> found = EventIds.resolve(connection, tenant, filter.eventId());
                if (found.isEmpty()) {
                    return new Page<>(List.of(), null);
                }
                event = found.get();
            }
            UUID endpoint =
                    filter.endpointId() == null ? null : filter.endpointId().value();
            Position after = page.after().map(Position::read).orElse(new Position(LAST, LAST));
            statement.setString(1, tenant);
            statement.setObject(2, filter.since() == null ? FIRST : TypeId.lowest(filter.since()));
            statement.setObject(3, earlier(after.event(), filter.until()));
            statement.setObject(4, after.event());
            statement.setObject(5, after.endpoint());
            statement.setObject(6, event);
            statement.setObject(7, event);
            statement.setObject(8, endpoint);
            statement.setObject(9, endpoint);
            statement.setString(10, filter.status());
            statement.setString(11, filter.status());
            statement.setInt(12, page.fetchSize());
            try (var rows = statement.executeQuery()) {
                var deliveries = new ArrayList<Row>();
                while (rows.next()) {
                    deliveries.add(read(rows));
                }
                return Page.of(deliveries, page, row -> row.position().toString())
                        .map(Row::view);
            }
        }
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
