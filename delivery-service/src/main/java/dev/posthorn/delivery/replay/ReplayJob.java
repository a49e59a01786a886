package dev.posthorn.delivery.replay;

import dev.posthorn.delivery.ledger.BulkResending;
import dev.posthorn.delivery.ledger.Instance;
import dev.posthorn.delivery.replay.ReplayWalk.Stretch;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.job.RepeatedJob;
import dev.posthorn.foundation.sql.Transaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Does replays, step by step. A step is one transaction: it locks the replay, makes a page of deliveries due, and stores how
 * far it has come. Killed before its commit, nothing of it happened; killed after it, whoever comes next goes on.
 *
 * <pre>
 * pending --first step--> running --last step--> completed
 *    |                       |
 *    +-------cancelled-------+
 * </pre>
 */
@ApplicationScoped
public class ReplayJob {

    /** While its endpoint is disabled or paused, a replay rests. */
    private static final Duration REST = Duration.ofSeconds(2);

    private final DataSource dataSource;
    private final ReplayRepository repository;
    private final ReplayWalk walk;
    private final BulkResending resending;
    private final Endpoints endpoints;
    private final ReplayConfig config;
    private RepeatedJob job;

    ReplayJob(
            DataSource dataSource,
            ReplayRepository repository,
            ReplayWalk walk,
            BulkResending resending,
            Endpoints endpoints,
            ReplayConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.walk = walk;
        this.resending = resending;
        this.endpoints = endpoints;
        this.config = config;
    }

    void start(@Observes @Priority(Instance.START_PRIORITY + 20) StartupEvent event) {
        job = RepeatedJob.start("replays", config.interval(), () -> runOnce().worked());
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        job.close();
    }

    /** @param worked whether there was a replay to go on with */
    record Round(boolean worked, int due) {}

    /** One step of the replay that has waited longest. */
    Round runOnce() throws SQLException {
        Round round = Transaction.run(dataSource, this::step);
        if (round.due() > 0) {
            resending.wake();
        }
        return round;
    }

    /** Joins the transaction of the connection. */
    Round step(Connection connection) throws SQLException {
        Optional<Replay> next = repository.lockNext(connection);
        if (next.isEmpty()) {
            return new Round(false, 0);
        }
        Replay replay = next.get();
        if (mustRest(replay)) {
            repository.rest(connection, replay.id(), REST);
            return new Round(true, 0);
        }
        Stretch stretch = walk.next(connection, replay, config.page(), mostDue());
        int due = resending.makeDue(connection, replay.tenantId(), stretch.found(), replay.createdBy());
        repository.advance(connection, replay.id(), stretch.position(), due, pauseAfter(due));
        if (stretch.ended()) {
            repository.complete(connection, replay.id());
        }
        return new Round(true, due);
    }

    /** What its rate allows in the time between two rounds. */
    private int mostDue() {
        return (int) Math.max(1, config.rate() * config.interval().toMillis() / 1_000);
    }

    private Duration pauseAfter(int due) {
        return Duration.ofSeconds(due).dividedBy(config.rate());
    }

    /** An endpoint that was deleted matches nothing, and its replay ends by itself. */
    private boolean mustRest(Replay replay) {
        Endpoint endpoint = replay.endpointId() == null ? null : endpoints.find(replay.endpointId());
        return endpoint != null && endpoint.status() != Endpoint.Status.ENABLED;
    }
}
