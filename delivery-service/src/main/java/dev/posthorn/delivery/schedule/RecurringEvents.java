package dev.posthorn.delivery.schedule;

import dev.posthorn.delivery.event.Publishing;
import dev.posthorn.delivery.event.PublishingMetrics;
import dev.posthorn.delivery.ledger.Acceptance;
import dev.posthorn.delivery.schedule.ScheduleRepository.Due;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.error.ErrorCode;
import dev.posthorn.foundation.sql.Transaction;
import org.jboss.logging.Logger;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Publishes what is due. */
final class RecurringEvents {

    static final String WAY = "schedule";

    private static final Logger LOG = Logger.getLogger(RecurringEvents.class);

    /** Below the bound on our transactions, which is 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    private final DataSource dataSource;
    private final ScheduleRepository repository;
    private final Publishing publishing;
    private final PublishingMetrics metrics;
    private final ScheduledDrafts drafts;
    private final int batch;
    private final InstantSource clock;

    RecurringEvents(
            DataSource dataSource,
            ScheduleRepository repository,
            Publishing publishing,
            PublishingMetrics metrics,
            ScheduledDrafts drafts,
            int batch,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.publishing = publishing;
        this.metrics = metrics;
        this.drafts = drafts;
        this.batch = batch;
        this.clock = clock;
    }

    /** What one round did. */
    record Round(int published, int refused, boolean more) {}

    /** Where one firing stands. */
    private record Firing(Due due, CompletionStage<Acceptance> acceptance) {}

    /** @throws ApiException when the ledger takes nothing for now: all of the round is still due, and none is doubled */
    Round runOnce() throws SQLException {
        return Transaction.run(dataSource, connection -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var firings = new ArrayList<Firing>();
            for (Due due : repository.lockDue(connection, now, batch)) {
                firings.add(new Firing(due, publish(due)));
            }
            int published = 0;
            for (Firing firing : firings) {
                published += record(connection, firing, now) ? 1 : 0;
            }
            return new Round(published, firings.size() - published, firings.size() == batch);
        });
    }

    private CompletionStage<Acceptance> publish(Due due) {
        try {
            var schedule = due.schedule();
            var draft = drafts.draft(schedule.id(), schedule.options(), schedule.nextAt());
            return publishing
                    .check(due.tenantId(), draft, Schedules.FIELDS)
                    .thenCompose(entry -> publishing.keep(List.of(entry)))
                    .thenApply(List::getFirst);
        } catch (RuntimeException refusal) {
            return CompletableFuture.failedStage(refusal);
        }
    }

    /** @return whether it was published, now or in a round whose end was lost */
    private boolean record(Connection connection, Firing firing, Instant now) throws SQLException {
        var schedule = firing.due().schedule();
        String eventId = null;
        String error = null;
        try {
            Acceptance acceptance = answer(firing.acceptance());
            eventId = ScheduledDrafts.eventId(schedule.id(), schedule.nextAt());
            if (acceptance instanceof Acceptance.Kept) {
                metrics.published(WAY);
            }
            // A reused key means that it was published for this time, and changed before we could write that down.
        } catch (ApiException refusal) {
            if (refusal.code() == ErrorCode.UNAVAILABLE) {
                metrics.postponed(WAY);
                throw refusal;
            }
            error = refusal.getMessage();
            metrics.refused(WAY, refusal.code());
            LOG.warnf("Schedule %s was not published: %s", schedule.id(), error);
        }
        repository.fired(connection, schedule.id(), next(schedule, now), now, eventId, error);
        return eventId != null;
    }

    /** Null when it has no time any more; also when its time zone was abolished. */
    private static Instant next(Schedule schedule, Instant now) {
        Instant from = now.isAfter(schedule.nextAt()) ? now : schedule.nextAt();
        try {
            return CronTimes.of(schedule.cron(), schedule.timeZone())
                    .after(from)
                    .orElse(null);
        } catch (ApiException unreadable) {
            LOG.errorf("Schedule %s ends: %s", schedule.id(), unreadable.getMessage());
            return null;
        }
    }

    private static Acceptance answer(CompletionStage<Acceptance> stage) {
        try {
            return stage.toCompletableFuture()
                    .copy()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case ApiException refusal -> throw refusal;
                case TimeoutException _ ->
                    throw ApiException.unavailable("The ledger does not answer", Duration.ofSeconds(1));
                case null, default -> {
                    // One schedule must not keep the others waiting for ever.
                    LOG.errorf(e, "A recurring event could not be published");
                    throw ApiException.invalid(null, "The event could not be checked");
                }
            }
        }
    }
}
