package dev.posthorn.delivery.outboxsource;

import dev.posthorn.delivery.event.Draft;
import dev.posthorn.delivery.event.DraftChecks;
import dev.posthorn.delivery.event.FieldNames;
import dev.posthorn.delivery.event.Publishing;
import dev.posthorn.delivery.event.PublishingConfig;
import dev.posthorn.delivery.event.PublishingMetrics;
import dev.posthorn.delivery.ledger.Acceptance;
import dev.posthorn.delivery.ledger.Submission;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Drains the sources of the configuration, each in a thread of its own. */
@ApplicationScoped
class OutboxSources {

    private final OutboxSourceConfig config;
    private final Publishing publishing;
    private final PublishingMetrics metrics;
    private final DraftChecks checks;
    private List<OutboxSource> sources = List.of();

    OutboxSources(
            OutboxSourceConfig config,
            Publishing publishing,
            PublishingMetrics metrics,
            PublishingConfig publishingConfig) {
        this.config = config;
        this.publishing = publishing;
        this.metrics = metrics;
        this.checks = new DraftChecks(publishingConfig);
    }

    void start(@Observes StartupEvent event) {
        sources = config.sources().entrySet().stream()
                .map(source -> start(source.getKey(), source.getValue()))
                .toList();
    }

    /** Before the ledger stops: a round that is under way ends well. */
    void stop(@Observes @Priority(0) ShutdownEvent event) {
        sources.forEach(OutboxSource::close);
    }

    OutboxSource start(String name, OutboxSourceConfig.Source source) {
        return OutboxSource.start(name, source, drain(source), metrics);
    }

    OutboxDrain drain(OutboxSourceConfig.Source source) {
        return new OutboxDrain(
                new OutboxSourceRepository(source.table()), new OutboxRowReader(checks), ledger(), source.batch());
    }

    private OutboxDrain.Ledger ledger() {
        return new OutboxDrain.Ledger() {
            @Override
            public CompletionStage<Submission.Entry> check(String tenant, Draft draft, FieldNames names) {
                return publishing.check(tenant, draft, names);
            }

            @Override
            public CompletionStage<List<Acceptance>> keep(List<Submission.Entry> entries) {
                return publishing.keep(entries);
            }
        };
    }
}
