package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Deliveries.Room;
import dev.posthorn.delivery.pace.Rate;
import dev.posthorn.delivery.pace.Slots;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One endpoint in a shard: its lanes, and how many of its requests may be out, and when.
 *
 * <p>{@link #admit}, {@link #leave} and {@link #room} may be called from any thread; the rest belongs to the shard's event loop.
 */
final class Gate {

    /** How soon a full queue is looked at again. */
    private static final Duration WHILE_FULL = Duration.ofMillis(500);

    /** Of a full queue's places, so many more are there for what is urgent: a tenth, and not less than this. */
    private static final int LEAST_FOR_HIGH = 10;

    private final String tenantId;
    private final Map<Urgency, Lane> lanes = new EnumMap<>(Urgency.class);
    private final LowTurns lowTurns = new LowTurns();
    private final ConcurrencyLimit limit;
    private final Circuit circuit = new Circuit();
    private final int queue;
    /** Deliveries in the lanes, and those on their way into them. */
    private final AtomicInteger waiting = new AtomicInteger();

    /** Null without a rate limit. Its rate is read by any thread. */
    private volatile Slots slots;

    /** Older deliveries wait on disk, behind which new ones have to wait; only where a rate limit lets them pile up. */
    private volatile boolean behind;

    int inFlight;
    final Alarm alarm = new Alarm();

    /**
     * @param concurrency requests that are out at once, at most
     * @param queue deliveries that wait in memory, at most
     */
    Gate(String tenantId, int concurrency, int queue) {
        this.tenantId = tenantId;
        this.limit = new ConcurrencyLimit(concurrency);
        this.queue = queue;
    }

    /** Made when it is first needed: most endpoints never have more than one or two. */
    Lane lane(Urgency urgency) {
        return lanes.computeIfAbsent(urgency, none -> new Lane(urgency, tenantId, this));
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    ConcurrencyLimit limit() {
        return limit;
    }

    Circuit circuit() {
        return circuit;
    }

    /** Null without a rate limit. */
    Slots slots() {
        return slots;
    }

    /**
     * Follows the endpoint's options, which may have changed.
     *
     * @param perSecond requests; null for no limit
     */
    void follow(Integer perSecond, int concurrency) {
        limit.allow(concurrency);
        Slots now = slots;
        if (perSecond == null) {
            slots = null;
        } else if (now == null) {
            slots = new Slots(new Rate(perSecond));
        } else if (perSecond != now.rate().perSecond()) {
            now.change(new Rate(perSecond));
        }
    }

    /** Whether one more may come into memory, which is new; an answer of yes takes its place. */
    boolean admitNew(Instant now, boolean high) {
        return (high || !behind) && admit(now, high);
    }

    /** Whether one more may come into memory; an answer of yes takes its place. */
    boolean admit(Instant now, boolean high) {
        if (circuit.isOpen() && !circuit.isTrialDue(now)) {
            return false;
        }
        int places = queue();
        if (waiting.incrementAndGet() > (high ? places + Math.max(LEAST_FOR_HIGH, places / 10) : places)) {
            waiting.decrementAndGet();
            behind |= slots != null;
            return false;
        }
        return true;
    }

    void come() {
        waiting.incrementAndGet();
    }

    void leave() {
        waiting.decrementAndGet();
    }

    /** Whether new deliveries are sent to the disk, behind the older ones there. */
    boolean isBehind() {
        return behind;
    }

    void caughtUp() {
        behind = false;
    }

    private int queue() {
        Slots limited = slots;
        return limited == null ? queue : Math.min(queue, limited.rate().queue());
    }

    /** How many may come into memory now, and when to ask again. */
    Room room(Instant now) {
        if (circuit.isOpen()) {
            return circuit.isTrialDue(now)
                    ? new Room(Circuit.TRIALS, now.plus(Circuit.FIRST_PAUSE))
                    : new Room(0, circuit.trialAt());
        }
        Slots limited = slots;
        Duration pause = limited == null ? WHILE_FULL : limited.rate().timeOf(queue() / 2);
        return new Room(Math.max(0, queue() - waiting.get()), now.plus(pause));
    }

    boolean isOpen() {
        return isOpenButForSlots() && (slots == null || slots.isOpen(System.nanoTime()));
    }

    private boolean isOpenButForSlots() {
        return inFlight < limit.now() && (!circuit.isOpen() || circuit.lets(inFlight, Instant.now()));
    }

    /** How many requests wait for nothing but a slot. */
    int waitingForSlots() {
        return isOpenButForSlots()
                ? lanes.values().stream().mapToInt(Lane::size).sum()
                : 0;
    }

    /** A request goes out. */
    void start() {
        inFlight++;
        if (slots != null) {
            slots.use();
        }
    }

    /** The lane that is served instead when this one's turn has come: usually itself, and every eighth time a less urgent one. */
    Lane served(Lane lane) {
        Urgency low = lowTurns.next(
                urgency -> lanes.containsKey(urgency) && lanes.get(urgency).size() > 0);
        lowTurns.count();
        return low == null ? lane : lanes.get(low);
    }

    /** Whether nothing would be forgotten with it. */
    boolean isIdle() {
        return inFlight == 0 && waiting.get() == 0 && !circuit.isOpen() && !behind;
    }
}
