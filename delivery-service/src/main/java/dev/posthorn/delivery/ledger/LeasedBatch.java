package dev.posthorn.delivery.ledger;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Deliveries that this instance holds in memory, and of which the table dispatch_batch has one row. */
public sealed class LeasedBatch permits LaneHold {

    private final UUID id;
    private final UUID owner;
    private final AtomicInteger open;

    LeasedBatch(UUID id, UUID owner, int deliveries) {
        this.id = id;
        this.owner = owner;
        this.open = new AtomicInteger(deliveries);
    }

    UUID id() {
        return id;
    }

    /** The instance that this process was when it took the batch. */
    UUID owner() {
        return owner;
    }

    /** More of its deliveries are in memory. None of them may have been handed on yet. */
    void grow(int deliveries) {
        open.addAndGet(deliveries);
    }

    /** @return whether this was the last one */
    boolean settleOne() {
        return open.decrementAndGet() == 0;
    }
}
