package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.TypeId;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The ordered lanes that this process holds. Any thread.
 *
 * <p>One is here from before the commit that makes it ours until after the one that gives it up: a lane in our name that is
 * not here was left by a commit whose answer was lost, and {@link LaneClaims} takes it up. So whoever cannot go on with one
 * may simply forget it.
 */
@ApplicationScoped
class Lanes {

    private final Instance instance;
    private final Deliveries deliveries;
    private final Map<UUID, LaneHold> held = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<LaneHold> drained = new ConcurrentLinkedQueue<>();
    private volatile Runnable whenDrained = () -> {};

    Lanes(Instance instance, Deliveries deliveries) {
        this.instance = instance;
        this.deliveries = deliveries;
    }

    /** @param action called from any thread, under a lane's lock */
    void whenDrained(Runnable action) {
        whenDrained = action;
    }

    LaneHold newHold(OrderedLane lane) {
        return hold(lane, TypeId.next(), instance.id());
    }

    /** @param owner the instance that the lane's row names; this process may be another one by now */
    LaneHold hold(OrderedLane lane, UUID id, UUID owner) {
        var hold = new LaneHold(id, owner, lane, deliveries, this::drained);
        held.put(id, hold);
        return hold;
    }

    /** Null when it is not held. */
    LaneHold find(UUID hold) {
        return hold == null ? null : held.get(hold);
    }

    Collection<UUID> ids() {
        return List.copyOf(held.keySet());
    }

    void forget(LaneHold hold) {
        hold.end();
        held.remove(hold.id(), hold);
    }

    /** The same, but not when its run has begun: what is out must not be sent again beside it. */
    void giveUp(LaneHold hold) {
        if (hold.giveUp()) {
            held.remove(hold.id(), hold);
        }
    }

    /** Those whose lease ended have new owners, and need not be given up. */
    void forgetLost() {
        held.values().stream().filter(hold -> !instance.holds(hold)).forEach(this::forget);
    }

    /** All of its run is sent and recorded: is there more? */
    void drained(LaneHold hold) {
        drained.add(hold);
        whenDrained.run();
    }

    List<LaneHold> pollDrained(int most) {
        var polled = new ArrayList<LaneHold>();
        while (polled.size() < most) {
            LaneHold next = drained.poll();
            if (next == null) {
                break;
            }
            if (find(next.id()) == next) {
                polled.add(next);
            }
        }
        return polled;
    }
}
