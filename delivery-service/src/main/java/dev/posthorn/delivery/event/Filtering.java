package dev.posthorn.delivery.event;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Submission.Entry;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.delivery.routing.ExpressionThreads;
import dev.posthorn.foundation.expression.ExpressionInput;
import dev.posthorn.foundation.id.EndpointId;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Adds the endpoints whose filters want an event, before it is stored. A payload is read once for all of them. */
@ApplicationScoped
class Filtering {

    private final Endpoints endpoints;
    private final ExpressionThreads threads;

    Filtering(Endpoints endpoints, ExpressionThreads threads) {
        this.endpoints = endpoints;
        this.threads = threads;
    }

    /** Whether there is a filter to be asked. Mostly not. */
    boolean isNeeded(List<Entry> entries) {
        for (Entry entry : entries) {
            if (isNeeded(entry)) {
                return true;
            }
        }
        return false;
    }

    private boolean isNeeded(Entry entry) {
        return !endpoints
                .filtered(entry.event().tenantId(), entry.event().type())
                .isEmpty();
    }

    /** Each event is a turn of its tenant's. Any thread; never blocks. */
    CompletionStage<List<Entry>> ask(List<Entry> entries) {
        List<CompletableFuture<Entry>> asked = entries.stream()
                .map(entry -> isNeeded(entry)
                        ? threads.supply(entry.event().tenantId(), () -> asked(entry))
                                .toCompletableFuture()
                        : CompletableFuture.completedFuture(entry))
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }

    private Entry asked(Entry entry) {
        AcceptedEvent event = entry.event();
        var input = new Object() {
            private ExpressionInput read;

            ExpressionInput get() {
                read = read == null ? event.expressionInput() : read;
                return read;
            }
        };
        Supplier<ExpressionInput> once = input::get;
        Stream<EndpointId> more = endpoints.askFiltered(event.tenantId(), event.type(), event.channels(), once).stream()
                .map(Endpoint::id);
        return new Entry(
                event.to(Stream.concat(event.endpoints().stream(), more).toList()), entry.key());
    }
}
