package dev.posthorn.delivery.event;

import dev.posthorn.foundation.error.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what comes in by ways that answer nobody: there only a metric tells that something is refused. */
@ApplicationScoped
public class PublishingMetrics {

    private final MeterRegistry registry;

    PublishingMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param way {@code amqp}, {@code schedule}, or {@code outbox:} and a source's name */
    public void published(String way) {
        registry.counter("posthorn.publishing.published", "way", way).increment();
    }

    /** @param code why */
    public void refused(String way, ErrorCode code) {
        registry.counter("posthorn.publishing.refused", "way", way, "error", code.toString())
                .increment();
    }

    /** What the ledger could not take for now; it is tried again. */
    public void postponed(String way) {
        registry.counter("posthorn.publishing.postponed", "way", way).increment();
    }
}
