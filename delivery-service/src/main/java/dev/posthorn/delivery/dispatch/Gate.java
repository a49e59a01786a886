package dev.posthorn.delivery.dispatch;

import java.util.EnumMap;
import java.util.Map;

/** One endpoint in a shard: its lanes, and how many of its requests are out. */
final class Gate {

    private final Map<Urgency, Lane> lanes = new EnumMap<>(Urgency.class);
    private final int concurrency;
    int inFlight;
    int waiting;

    Gate(String tenantId, int concurrency) {
        this.concurrency = concurrency;
        for (Urgency urgency : Urgency.values()) {
            lanes.put(urgency, new Lane(tenantId, this));
        }
    }

    Lane lane(Urgency urgency) {
        return lanes.get(urgency);
    }

    boolean isOpen() {
        return inFlight < concurrency;
    }

    boolean isIdle() {
        return inFlight == 0 && waiting == 0;
    }
}
