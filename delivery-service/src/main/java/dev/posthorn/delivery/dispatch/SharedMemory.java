package dev.posthorn.delivery.dispatch;

import java.util.HashMap;
import java.util.Map;

/**
 * The memory that all tenants' deliveries share. A tenant may hold as much as is free (the dynamic threshold of Choudhury
 * and Hahne, 1998): one alone gets half of it, ten flooded ones a share each, and there is always some left for the one that
 * comes last. Any thread.
 */
final class SharedMemory {

    private final long bytes;
    private final Map<String, Long> heldBy = new HashMap<>();
    private long used;

    SharedMemory(long bytes) {
        this.bytes = bytes;
    }

    /**
     * @param high whether it must not wait behind what its tenant holds already: a twentieth is there for that
     * @return whether there was room; where nothing is held at all, anything has
     */
    synchronized boolean tryTake(String tenant, long cost, boolean high) {
        long held = heldBy.getOrDefault(tenant, 0L);
        long free = bytes - used;
        if (used > 0 && (cost > free || held + cost > (high ? free + bytes / 20 : free))) {
            return false;
        }
        take(tenant, cost);
        return true;
    }

    /** For what is in our name already. */
    synchronized void take(String tenant, long cost) {
        used += cost;
        heldBy.merge(tenant, cost, Long::sum);
    }

    synchronized void giveBack(String tenant, long cost) {
        used -= cost;
        heldBy.computeIfPresent(tenant, (same, held) -> held > cost ? held - cost : null);
    }

    /** Whether deliveries that wait on disk may come in: half of it is for those that are new. */
    synchronized boolean hasRoomForOld() {
        return used < bytes / 2;
    }

    synchronized long used() {
        return used;
    }
}
