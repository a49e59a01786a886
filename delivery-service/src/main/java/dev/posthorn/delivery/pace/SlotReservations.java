package dev.posthorn.delivery.pace;

import dev.posthorn.foundation.job.GroupCommit;
import dev.posthorn.foundation.sql.Transaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reserves slots of rate-limited endpoints for this instance. What is asked for while a statement runs goes into the next
 * one together. A reservation whose answer is lost, or whose instance dies, leaves its slots unused.
 */
@ApplicationScoped
public class SlotReservations {

    private static final Logger LOG = Logger.getLogger(SlotReservations.class);
    private static final int GREATEST_GROUP = 1000;
    private static final long MICROSECOND = 1000;
    private static final long LONGEST_LEAD = Duration.ofSeconds(1).toNanos();

    private final DataSource dataSource;
    private final RateSlotRepository repository;
    /** Only the thread that commits uses it. */
    private final DatabaseClock clock = new DatabaseClock();

    /** What answers took lately, in nanoseconds: the slots of a slow one must not be past when it comes. */
    private long patience;

    private final GroupCommit<Ask> asks = new GroupCommit<>("slot-reservations", GREATEST_GROUP, this::reserve);

    SlotReservations(DataSource dataSource, RateSlotRepository repository) {
        this.dataSource = dataSource;
        this.repository = repository;
    }

    private record Ask(UUID endpoint, Rate rate, int slots, long since, CompletableFuture<Slots.Reserved> answer) {

        /** Rounded up: a run must not overlap the next one. */
        private long span() {
            return (rate.spacing() * slots + MICROSECOND - 1) / MICROSECOND;
        }
    }

    /** Any thread; never blocks. @return completed with as many slots as were asked for, or exceptionally with none */
    public CompletionStage<Slots.Reserved> reserve(UUID endpoint, Rate rate, int slots) {
        var ask = new Ask(endpoint, rate, slots, System.nanoTime(), new CompletableFuture<>());
        asks.add(ask);
        return ask.answer();
    }

    private void reserve(List<Ask> group) {
        var later = new ArrayList<Ask>();
        var now = new LinkedHashMap<UUID, Ask>();
        for (Ask ask : group) {
            // A statement cannot touch a row twice.
            if (now.putIfAbsent(ask.endpoint(), ask) != null) {
                later.add(ask);
            }
        }
        try {
            answer(now);
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(e, "No slots could be reserved for %d endpoints", now.size());
            now.values().forEach(ask -> ask.answer().completeExceptionally(e));
        }
        if (!later.isEmpty()) {
            reserve(later);
        }
    }

    private void answer(Map<UUID, Ask> asked) throws SQLException {
        var spans = new LinkedHashMap<UUID, Long>();
        asked.forEach((endpoint, ask) -> spans.put(endpoint, ask.span()));
        var times = new long[2];
        Map<UUID, RateSlotRepository.Run> runs = Transaction.run(dataSource, connection -> {
            times[0] = System.nanoTime();
            var reserved = repository.reserve(connection, lead() / MICROSECOND, spans);
            times[1] = System.nanoTime();
            return reserved;
        });
        patience = Math.max(times[1] - oldest(asked), patience - patience / 8);
        runs.values().stream().findAny().ifPresent(run -> clock.learn(times[0], times[1], run.shown()));
        asked.forEach((endpoint, ask) -> {
            long first = runs.get(endpoint).end() - spans.get(endpoint) * MICROSECOND;
            ask.answer()
                    .complete(
                            new Slots.Reserved(clock.toLocal(first), ask.rate().spacing(), ask.slots()));
        });
    }

    private static long oldest(Map<UUID, Ask> asked) {
        return asked.values().iterator().next().since();
    }

    private long lead() {
        return patience < Rate.LATEST.toNanos() / 2 ? 0 : Math.min(LONGEST_LEAD, 2 * patience);
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetPast() throws SQLException {
        Transaction.run(dataSource, repository::forgetPast);
    }

    @PreDestroy
    void stop() {
        asks.close();
    }
}
