package dev.posthorn.delivery.ledger;

import java.util.concurrent.atomic.AtomicLong;

/** A bound on bytes that are held in memory. Any thread. */
public final class MemoryBudget {

    /** What an event costs beside its payload, roughly. */
    private static final int OVERHEAD = 512;

    private final long bytes;
    private final AtomicLong used = new AtomicLong();

    public MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    public static long costOf(AcceptedEvent event) {
        return event.payload().length + OVERHEAD;
    }

    /** @return whether there was room; one item is let in however large, so that none can wait for ever */
    public boolean tryTake(long cost) {
        long before = used.getAndUpdate(now -> now == 0 || now + cost <= bytes ? now + cost : now);
        return before == 0 || before + cost <= bytes;
    }

    public void giveBack(long cost) {
        used.addAndGet(-cost);
    }

    public long used() {
        return used.get();
    }
}
