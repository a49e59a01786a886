package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.overload.RequestMemory;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What the ledger does, for {@code /q/metrics}. Counted in memory: looking at the metrics asks the database nothing. */
@ApplicationScoped
class LedgerMetrics {

    private final MeterRegistry registry;
    private final DistributionSummary accepted;
    private final DistributionSummary settled;
    private volatile long waiting;
    private volatile Instant oldestDue;
    private volatile AttemptNewsRepository.Waiting news = new AttemptNewsRepository.Waiting(0, null);

    LedgerMetrics(MeterRegistry registry, Instance instance, RequestMemory requests) {
        this.registry = registry;
        this.accepted = summary("posthorn.ledger.accept.commit", "Submissions in one commit");
        this.settled = summary("posthorn.ledger.settle.commit", "Outcomes in one commit");
        FunctionCounter.builder("posthorn.ledger.leases.lost", instance, Instance::leasesLost)
                .description("How often this process lost its lease")
                .register(registry);
        Gauge.builder("posthorn.requests.memory", requests, RequestMemory::used)
                .baseUnit("bytes")
                .description("What requests under way hold")
                .register(registry);
        FunctionCounter.builder("posthorn.requests.refused", requests, RequestMemory::refused)
                .description("Requests that were answered 503 for want of memory")
                .register(registry);
        Gauge.builder("posthorn.backlog", this, metrics -> metrics.waiting)
                .description("Deliveries that wait on disk, in all instances together")
                .register(registry);
        Gauge.builder("posthorn.backlog.age", this, metrics -> secondsSince(metrics.oldestDue))
                .baseUnit("seconds")
                .description("For how long the oldest of them has been due")
                .register(registry);
        Gauge.builder("posthorn.attempts.news.waiting", this, metrics -> metrics.news.batches())
                .description("Batches of outcomes that the broker has not taken yet, in all instances together")
                .register(registry);
        Gauge.builder("posthorn.attempts.news.age", this, metrics -> secondsSince(metrics.news.oldest()))
                .baseUnit("seconds")
                .description("How long ago the oldest of them was recorded")
                .register(registry);
    }

    private DistributionSummary summary(String name, String description) {
        return DistributionSummary.builder(name).description(description).register(registry);
    }

    void committedSubmissions(int count) {
        accepted.record(count);
    }

    void committedOutcomes(int count) {
        settled.record(count);
    }

    /** @param oldest null when nothing is due */
    void sawBacklog(long deliveries, Instant oldest) {
        waiting = deliveries;
        oldestDue = oldest;
    }

    void sawNews(AttemptNewsRepository.Waiting waiting) {
        news = waiting;
    }

    /** 0 for null. */
    private static double secondsSince(Instant moment) {
        return moment == null
                ? 0
                : Math.max(
                        0,
                        Duration.between(moment, InstantSource.system().instant())
                                        .toMillis()
                                / 1000.0);
    }
}
