package dev.posthorn.delivery.attempt;

import dev.posthorn.delivery.dispatch.Renditions;
import dev.posthorn.delivery.format.Formats;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.EventIds;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.ledger.HeaderLines;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import dev.posthorn.foundation.sql.Query;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the attempt log. */
@ApplicationScoped
class AttemptRepository {

    /**
     * By the primary key (tenant), attempt_failed, attempt_of_endpoint, attempt_failed_of_endpoint or attempt_of_event,
     * newest partition first.
     */
    private static final String LIST = """
            select attempt.id, attempt.event_id, event.external_id, event.type, attempt.endpoint_id, attempt.number,
                attempt.trigger, attempt.started_at, extract(epoch from attempt.duration) as seconds, attempt.outcome,
                attempt.status_code, attempt.error
            from attempt left join event on event.id = attempt.event_id""";

    /** Said although it follows, since an index serves no more than what a query says. */
    private static final String FAILED = "attempt.outcome = ? and attempt.outcome <> 'succeeded'";

    /** By the primary key. */
    private static final String FIND = """
            select attempt.id, attempt.event_id, event.external_id, event.type, attempt.endpoint_id, attempt.number,
                attempt.trigger, attempt.started_at, extract(epoch from attempt.duration) as seconds, attempt.outcome,
                attempt.status_code, attempt.error, attempt.request_url, attempt.request_headers,
                attempt.response_headers, attempt.response_body, event.tenant_id, event.channels, event.created_at,
                event.payload
            from attempt left join event on event.id = attempt.event_id
            where attempt.tenant_id = ? and attempt.id = ?""";

    private final DataSource dataSource;
    private final Renditions renditions;

    AttemptRepository(DataSource dataSource, Renditions renditions) {
        this.dataSource = dataSource;
        this.renditions = renditions;
    }

    /** Which attempts to list; null where all are meant. */
    record Filter(String eventId, EndpointId endpointId, String outcome, Instant since, Instant until) {}

    private record Row(UUID id, AttemptView view) {}

    Page<AttemptView> list(String tenant, Filter filter, PageRequest page) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            var query = Query.of(LIST)
                    .where("attempt.tenant_id = ?", tenant)
                    .where("attempt.id < ?", page.afterId().orElse(TypeId.until(filter.until())))
                    .where("attempt.id >= ?", TypeId.since(filter.since()))
                    .whereAsked("attempt.event_id = ?", EventIds.wanted(connection, tenant, filter.eventId()))
                    .whereAsked("attempt.endpoint_id = ?", EndpointId.valueOrNull(filter.endpointId()))
                    .whereAsked("succeeded".equals(filter.outcome()) ? "attempt.outcome = ?" : FAILED, filter.outcome())
                    .then("order by attempt.id desc limit ?", page.fetchSize());
            var attempts =
                    query.list(connection, rows -> new Row(rows.getObject("id", UUID.class), read(rows, null, null)));
            return Page.of(attempts, page, row -> row.id().toString()).map(Row::view);
        }
    }

    Optional<AttemptView> find(String tenant, AttemptId id) throws SQLException {
        // The body is made when the connection is given back: a transformation may have to wait for its turn.
        return findRow(tenant, id).map(found -> found.view().withRequestBody(body(found)));
    }

    /** @param published null when it was dropped or expunged */
    private record Found(AttemptView view, EndpointId endpoint, AcceptedEvent published) {}

    private Optional<Found> findRow(String tenant, AttemptId id) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, tenant);
            statement.setObject(2, id.value());
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Found(
                                read(rows, request(rows), response(rows)),
                                new EndpointId(rows.getObject("endpoint_id", UUID.class)),
                                published(rows)))
                        : Optional.empty();
            }
        }
    }

    private static AttemptView read(ResultSet rows, AttemptView.Request request, AttemptView.Response response)
            throws SQLException {
        return new AttemptView(
                new AttemptId(rows.getObject("id", UUID.class)).toString(),
                EventIds.publicId(rows.getObject("event_id", UUID.class), rows.getString("external_id")),
                new EndpointId(rows.getObject("endpoint_id", UUID.class)).toString(),
                rows.getString("type"),
                rows.getInt("number"),
                rows.getString("trigger"),
                rows.getObject("started_at", OffsetDateTime.class).toInstant(),
                Duration.ofNanos(rows.getBigDecimal("seconds").movePointRight(9).longValue()),
                rows.getString("outcome"),
                rows.getObject("status_code", Integer.class),
                rows.getString("error"),
                request,
                response);
    }

    private static AttemptView.Request request(ResultSet rows) throws SQLException {
        return new AttemptView.Request(
                rows.getString("request_url"), HeaderLines.read(rows.getString("request_headers")), null);
    }

    private static AcceptedEvent published(ResultSet rows) throws SQLException {
        byte[] payload = rows.getBytes("payload");
        if (payload == null || payload.length == 0) {
            return null;
        }
        return new AcceptedEvent(
                new EventId(rows.getObject("event_id", UUID.class)),
                rows.getString("tenant_id"),
                rows.getString("external_id"),
                rows.getString("type"),
                List.of((String[]) rows.getArray("channels").getArray()),
                rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                payload,
                List.of(),
                EventOptions.NONE);
    }

    /**
     * The body that was sent is made again from the event, by the transformation that the endpoint has now; null when the
     * event was dropped or expunged, or nothing can be made of it any more. Of a request with several events it is what
     * this one would have been by itself.
     */
    private String body(Found found) {
        return Optional.ofNullable(found.published())
                .flatMap(published -> renditions.asSentTo(found.endpoint(), published))
                .map(sent -> Formats.one(Formats.sentIn(found.view().request().headers()), sent))
                .map(content -> new String(content.body(), StandardCharsets.UTF_8))
                .orElse(null);
    }

    private static AttemptView.Response response(ResultSet rows) throws SQLException {
        String headers = rows.getString("response_headers");
        if (headers == null) {
            return null;
        }
        byte[] body = rows.getBytes("response_body");
        return new AttemptView.Response(
                HeaderLines.read(headers), body == null ? null : new String(body, StandardCharsets.UTF_8));
    }
}
