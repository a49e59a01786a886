package dev.posthorn.delivery.event;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Submission.Entry;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.delivery.routing.ExpressionThreads;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes out the endpoints whose filters refuse an event, before it is stored. A payload is read once for all of them. */
@ApplicationScoped
class Filtering {

    /** For all filters of a tenant that an event may have to pass. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** For an event's turn and its filters. A publisher must not wait longer for filters that some tenant wrote. */
    private static final Duration LONGEST_WITH_TURN = Duration.ofSeconds(5);

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
        return endpoints.hasFilters(entry.event().tenantId());
    }

    /** Each event is a turn of its tenant's. Any thread; never blocks. */
    CompletionStage<List<Entry>> ask(List<Entry> entries) {
        long begin = System.nanoTime();
        List<CompletableFuture<Entry>> asked = entries.stream()
                .map(entry -> isNeeded(entry)
                        ? threads.supply(entry.event().tenantId(), () -> asked(entry, begin))
                                .toCompletableFuture()
                        : CompletableFuture.completedFuture(entry))
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }

    private Entry asked(Entry entry, long begin) {
        AcceptedEvent event = entry.event();
        Duration left = LONGEST_WITH_TURN.minusNanos(System.nanoTime() - begin);
        Duration longest = left.compareTo(LONGEST) < 0 ? left : LONGEST;
        return new Entry(
                event.to(endpoints.unrefused(
                        event.endpoints(), event.type(), event.channels(), event.expressionInput(), longest)),
                entry.key());
    }
}
