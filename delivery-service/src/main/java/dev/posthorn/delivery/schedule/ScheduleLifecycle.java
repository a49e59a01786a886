package dev.posthorn.delivery.schedule;

import dev.posthorn.delivery.event.DraftChecks;
import dev.posthorn.delivery.event.Publishing;
import dev.posthorn.delivery.event.PublishingConfig;
import dev.posthorn.delivery.event.PublishingMetrics;
import dev.posthorn.foundation.job.RepeatedJob;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import javax.sql.DataSource;
import java.time.InstantSource;

/** Runs the rounds of {@link RecurringEvents} in every instance. */
@ApplicationScoped
class ScheduleLifecycle {

    private final RecurringEvents events;
    private final ScheduleConfig config;
    private RepeatedJob job;

    ScheduleLifecycle(
            DataSource dataSource,
            ScheduleRepository repository,
            Publishing publishing,
            PublishingMetrics metrics,
            PublishingConfig publishingConfig,
            ScheduleConfig config) {
        this.config = config;
        this.events = new RecurringEvents(
                dataSource,
                repository,
                publishing,
                metrics,
                new ScheduledDrafts(new DraftChecks(publishingConfig)),
                config.batch(),
                InstantSource.system());
    }

    void start(@Observes StartupEvent event) {
        job = RepeatedJob.start(
                "recurring-events", config.interval(), () -> events.runOnce().more());
    }

    /** Before the ledger stops. */
    void stop(@Observes @Priority(0) ShutdownEvent event) {
        job.close();
    }
}
