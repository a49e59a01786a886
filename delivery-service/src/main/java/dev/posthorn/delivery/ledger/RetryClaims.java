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

    /** Only the rounds use it. */
    private ClaimShares shares;

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
        this.shares = ClaimShares.all(config.claimSize());
    }

    void start(@Observes @Priority(Instance.START_PRIORITY + 10) StartupEvent event) {
        job = RepeatedJob.start(
                "retry-claims", config.claimInterval(), () -> runOnce().more());
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

    /**
     * @param due how many deliveries were: claimed, or parked since their endpoint does not answer
     * @param more whether there is more to do at once
     */
    record Round(int due, boolean more) {}

    /** One round. */
    Round runOnce() throws SQLException {
        if (!loading.mayTake()) {
            return new Round(0, false);
        }
        ClaimShares asked = shares;
        ClaimShares due = loading.takeIn((connection, batch) -> {
                    Claim claim = repository.claimDue(connection, batch, deliveries.broken(), asked);
                    return new Claim(foreign.leave(connection, claim.taken()), claim.due());
                })
                .due();
        shares = asked.after(due, config.claimSize());
        return new Round(due.sum(), asked.isFilledBy(due));
    }
}
