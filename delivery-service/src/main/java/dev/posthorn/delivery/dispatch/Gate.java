package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Deliveries.Room;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One endpoint in a shard: its lanes, and how many of its requests may be out.
 *
 * <p>{@link #admit}, {@link #leave} and {@link #room} may be called from any thread; the rest belongs to the shard's event loop.
 */
final class Gate {

    /** How soon a full queue is looked at again. */
    private static final Duration WHILE_FULL = Duration.ofMillis(500);

    private final Map<Urgency, Lane> lanes = new EnumMap<>(Urgency.class);
    private final ConcurrencyLimit limit;
    private final Circuit circuit = new Circuit();
    private final int queue;
    /** Deliveries in the lanes, and those on their way into them. */
    private final AtomicInteger waiting = new AtomicInteger();

    int inFlight;

    /**
     * @param concurrency requests that are out at once, at most
     * @param queue deliveries that wait in memory, at most
     */
    Gate(String tenantId, int concurrency, int queue) {
        this.limit = new ConcurrencyLimit(concurrency);
        this.queue = queue;
        for (Urgency urgency : Urgency.values()) {
            lanes.put(urgency, new Lane(tenantId, this));
        }
    }

    Lane lane(Urgency urgency) {
        return lanes.get(urgency);
    }

    ConcurrencyLimit limit() {
        return limit;
    }

    Circuit circuit() {
        return circuit;
    }

    /** Whether one more may come into memory; an answer of yes takes its place. */
    boolean admit(Instant now) {
        if (circuit.isOpen() && !circuit.isTrialDue(now)) {
            return false;
        }
        if (waiting.incrementAndGet() > queue) {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        waiting.decrementAndGet();
    }

    /** How many may come into memory now, and when to ask again. */
    Room room(Instant now) {
        if (circuit.isOpen()) {
            return circuit.isTrialDue(now)
                    ? new Room(Circuit.TRIALS, now.plus(Circuit.FIRST_PAUSE))
                    : new Room(0, circuit.trialAt());
        }
        return new Room(Math.max(0, queue - waiting.get()), now.plus(WHILE_FULL));
    }

    /** Of an endpoint that nothing waits for. */
    static Room roomOfUnknown(int queue, Instant now) {
        return new Room(queue, now.plus(WHILE_FULL));
    }

    boolean isOpen() {
        return inFlight < limit.now() && (!circuit.isOpen() || circuit.lets(inFlight, Instant.now()));
    }

    /** Whether nothing would be forgotten with it. */
    boolean isIdle() {
        return inFlight == 0 && waiting.get() == 0 && !circuit.isOpen();
    }
}
