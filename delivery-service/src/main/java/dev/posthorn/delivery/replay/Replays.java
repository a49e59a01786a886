package dev.posthorn.delivery.replay;

import dev.posthorn.delivery.ledger.Replayable;
import dev.posthorn.delivery.ledger.Resending;
import dev.posthorn.delivery.replay.Replay.Source;
import dev.posthorn.delivery.replay.Replay.Walk;
import dev.posthorn.delivery.replay.ReplayWalk.Stretch;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.ReplayId;
import dev.posthorn.foundation.id.TypeId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Stores replays, and cancels them. {@link ReplayJob} does them. */
@ApplicationScoped
public class Replays {

    private final DataSource dataSource;
    private final ReplayRepository repository;
    private final ReplayWalk walk;
    private final Resending resending;
    private final ReplayConfig config;
    private final InstantSource clock = InstantSource.system();

    Replays(
            DataSource dataSource,
            ReplayRepository repository,
            ReplayWalk walk,
            Resending resending,
            ReplayConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.walk = walk;
        this.resending = resending;
        this.config = config;
    }

    /** @param matched how many deliveries are sent again, as {@link ReplayView} says it */
    public record Started(ReplayId id, long matched) {}

    /** What a replay of an endpoint's events would match. @throws ApiException 404 or 409 as for the replay itself */
    Count estimate(String tenant, EndpointId endpoint, Instant since, Instant until, Set<Replayable> statuses)
            throws SQLException {
        resending.checkCanSend(tenant, endpoint);
        try (var connection = dataSource.getConnection()) {
            return count(connection, ofEvents(tenant, endpoint, since, until, statuses, ""));
        }
    }

    /**
     * Sends an endpoint's events again.
     *
     * @param until null for now
     * @throws ApiException 404, or 409 when the endpoint is disabled
     */
    @Transactional
    public Started ofEndpoint(
            String tenant, EndpointId endpoint, Instant since, Instant until, Set<Replayable> statuses, String by)
            throws SQLException {
        resending.checkCanSend(tenant, endpoint);
        return start(ofEvents(tenant, endpoint, since, until, statuses, by));
    }

    /** Sends dead letters again; those of endpoints that cannot be sent to, and of expunged events, are left. */
    @Transactional
    public Started ofDeadLetters(String tenant, Resending.Filter filter, String by) throws SQLException {
        Instant since = filter.since() == null || filter.since().isBefore(Instant.EPOCH) ? null : filter.since();
        Instant end = end(filter.until());
        return start(new Replay(
                ReplayId.next(),
                tenant,
                filter.endpointId(),
                Source.DEAD_LETTERS,
                EnumSet.of(Replayable.DEAD),
                filter.eventType(),
                since,
                end,
                Walk.of(since, end),
                by));
    }

    private Replay ofEvents(
            String tenant, EndpointId endpoint, Instant since, Instant until, Set<Replayable> statuses, String by) {
        Instant end = end(until);
        return new Replay(
                ReplayId.next(), tenant, endpoint, Source.EVENTS, statuses, null, since, end, Walk.of(since, end), by);
    }

    /** What comes later is not of it, so that it ends. */
    private Instant end(Instant until) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        if (until == null || until.isAfter(now)) {
            return now;
        }
        return until.isBefore(Instant.EPOCH) ? Instant.EPOCH : until;
    }

    private Started start(Replay replay) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            Count count = count(connection, replay);
            repository.add(connection, replay, count);
            return new Started(replay.id(), count.matched());
        }
    }

    /** Walks as the replay will, as far as patience reaches; the rest by the share of the time that was walked through. */
    private Count count(Connection connection, Replay replay) throws SQLException {
        long patience = System.nanoTime() + config.countPatience().toNanos();
        Replay now = replay;
        UUID first = null;
        long matched = 0;
        while (true) {
            Stretch stretch = walk.next(connection, now, config.page(), config.page());
            matched += stretch.found().size();
            now = now.at(stretch.position());
            if (stretch.ended()) {
                return new Count(matched, true);
            }
            if (first == null) {
                first = stretch.position();
            } else if (System.nanoTime() > patience) {
                return new Count(extrapolated(matched, first, now.walk()), false);
            }
        }
    }

    private static long extrapolated(long matched, UUID first, Walk walk) {
        Instant begin = TypeId.madeAt(first);
        long walked = Math.max(
                1, Duration.between(begin, TypeId.madeAt(walk.position())).toMillis());
        long all = Duration.between(begin, TypeId.madeAt(walk.stop())).toMillis();
        return Math.max(matched, (long) ((double) matched * all / walked));
    }

    /** @throws ApiException 404, or 409 when it is completed; nothing happens to one that was cancelled before */
    @Transactional
    public void cancel(String tenant, ReplayId id) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            if (!repository.cancel(connection, tenant, id)) {
                String status = repository
                        .find(connection, tenant, id)
                        .map(ReplayView::status)
                        .orElseThrow(() -> ApiException.notFound("replay"));
                if (status.equals("completed")) {
                    throw ApiException.conflict(null, "The replay is completed already");
                }
            }
        }
    }

    ReplayView find(String tenant, ReplayId id) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            return repository.find(connection, tenant, id).orElseThrow(() -> ApiException.notFound("replay"));
        }
    }
}
