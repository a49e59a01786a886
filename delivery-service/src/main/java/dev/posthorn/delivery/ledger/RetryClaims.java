package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Claim;
import dev.posthorn.foundation.job.RepeatedJob;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Takes deliveries whose time has come out of the table retry, into a batch of this instance, in one commit: a delivery is
 * always either in one or in the other.
 */
@ApplicationScoped
public class RetryClaims {

    private static final Duration FORESIGHT = Duration.ofMinutes(1);

    private final LedgerRepository repository;
    private final Deliveries deliveries;
    private final BatchLoading loading;
    private final ForeignDeliveries foreign;
    private final LedgerConfig config;
    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retry-alarm").factory());
    private volatile RepeatedJob job;

    RetryClaims(
            LedgerRepository repository,
            Deliveries deliveries,
            BatchLoading loading,
            ForeignDeliveries foreign,
            LedgerConfig config) {
        this.repository = repository;
        this.deliveries = deliveries;
        this.loading = loading;
        this.foreign = foreign;
        this.config = config;
    }

    void start(@Observes @Priority(Instance.START_PRIORITY + 10) StartupEvent event) {
        job = RepeatedJob.start("retry-claims", config.claimInterval(), () -> runOnce() == config.claimSize());
    }

    void stop() {
        job.close();
        alarm.shutdownNow();
    }

    /** A retry falls due then: looks at that moment rather than at the next interval. Any thread. */
    void expect(Instant due) {
        Instant now = clock.instant();
        // What is due later is found by the usual rounds; what waits for its endpoint is due never.
        if (due.isBefore(now.plus(FORESIGHT))) {
            alarm.schedule(job::wake, Math.max(0, now.until(due).toMillis()) + 1, TimeUnit.MILLISECONDS);
        }
    }

    /** Looks now: something was made due. */
    void wake() {
        job.wake();
    }

    void wakeAfterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) Resending.MadeDue event) {
        wake();
    }

    /** One round. @return how many deliveries were due: claimed, or parked since their endpoint does not answer */
    int runOnce() throws SQLException {
        if (!loading.mayTake()) {
            return 0;
        }
        return loading.takeIn((connection, batch) -> {
                    Claim claim = repository.claimDue(connection, batch, deliveries.broken(), config.claimSize());
                    return new Claim(foreign.leave(connection, claim.taken()), claim.due());
                })
                .due();
    }
}
