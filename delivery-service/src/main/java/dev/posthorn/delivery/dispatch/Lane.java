package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Deliveries of one urgency that wait for one endpoint. Where it takes batches, they are made up only when one can go: while
 * the endpoint is slow or busy, more come together.
 */
final class Lane {

    private final Urgency urgency;
    private final String tenantId;
    private final Gate gate;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    /** Whole requests that wait for nothing: batches that failed before, and what goes alone. */
    private final ArrayDeque<List<Delivery>> madeUp = new ArrayDeque<>(1);
    /** Of the payloads of those that wait. */
    private long bytes;
    /** When the first of those that wait must go; null when it is not worked out. */
    private Instant dueAt;

    private boolean inTurns;

    /** Whether somebody looks at it again when it is time for its batch. */
    boolean timed;

    Lane(Urgency urgency, String tenantId, Gate gate) {
        this.urgency = urgency;
        this.tenantId = tenantId;
        this.gate = gate;
    }

    Urgency urgency() {
        return urgency;
    }

    String tenantId() {
        return tenantId;
    }

    Gate gate() {
        return gate;
    }

    /** Its place at the gate was taken before. */
    void add(Delivery delivery) {
        BatchRule rule = gate.batchRule();
        if (rule != null && BatchRule.goesAlone(delivery)) {
            madeUp.add(List.of(delivery));
            return;
        }
        if (rule != null && (dueAt != null || waiting.isEmpty())) {
            Instant its = rule.dueAt(delivery);
            dueAt = dueAt == null || its.isBefore(dueAt) ? its : dueAt;
        }
        waiting.add(delivery);
        bytes += BatchRule.sizeOf(delivery);
    }

    /** Its endpoint takes batches of another form, or none. */
    void ruleChanged() {
        dueAt = null;
    }

    /** A batch of an endpoint that takes none any more: its deliveries go by themselves, before the others. */
    void takeApart(List<Delivery> batch) {
        for (Delivery delivery : batch.reversed()) {
            waiting.addFirst(delivery.inGroup(null));
            bytes += BatchRule.sizeOf(delivery);
        }
        dueAt = null;
        gate.enter(batch.size());
    }

    /** A batch that failed. Its places at the gate were taken before. */
    void addBatch(List<Delivery> batch) {
        madeUp.add(batch);
    }

    /** A request that was polled, and cannot go yet after all. */
    void putBack(List<Delivery> request) {
        madeUp.addFirst(request);
        gate.enter(request.size());
    }

    /** How many requests could go by now, were the gate open. */
    int requests() {
        BatchRule rule = gate.batchRule();
        int formed = rule == null ? waiting.size() : isReady() ? Math.ceilDiv(waiting.size(), rule.maxEvents()) : 0;
        return madeUp.size() + formed;
    }

    /** The next request's; null when none is left. */
    List<Delivery> poll() {
        List<Delivery> next = madeUp.poll();
        if (next == null && !waiting.isEmpty()) {
            BatchRule rule = gate.batchRule();
            next = rule == null ? List.of(waiting.poll()) : rule.take(waiting);
            bytes -= sizeOf(next);
            dueAt = null;
        }
        if (next != null) {
            gate.leave(next.size());
        }
        return next;
    }

    /** Those that wait for their batch. */
    List<Delivery> pollWaiting() {
        var all = new ArrayList<>(waiting);
        waiting.clear();
        bytes = 0;
        dueAt = null;
        gate.leave(all.size());
        return all;
    }

    /** Bytes of the request that is next. */
    long headCost() {
        if (!madeUp.isEmpty()) {
            return sizeOf(madeUp.peek());
        }
        BatchRule rule = gate.batchRule();
        return rule == null ? BatchRule.sizeOf(waiting.peek()) : rule.cost(waiting.size(), bytes);
    }

    /** Whether something waits that may go now, and the turns do not know of it yet. */
    boolean shouldEnterTurns() {
        return !inTurns && canGo();
    }

    boolean canGo() {
        return isReady() && gate.isOpen();
    }

    /** Whether something waits for nothing but the gate. */
    boolean isReady() {
        return !madeUp.isEmpty() || !waiting.isEmpty() && isDue();
    }

    /** Whether there is something that only waits for more to go with it. */
    boolean waitsForBatch() {
        return !waiting.isEmpty() && !isDue();
    }

    private boolean isDue() {
        BatchRule rule = gate.batchRule();
        return rule == null || rule.isFull(waiting.size(), bytes) || !gate.now().isBefore(dueAt());
    }

    /** When the first of those that wait for their batch must go. */
    Instant dueAt() {
        if (dueAt == null) {
            BatchRule rule = gate.batchRule();
            dueAt = waiting.stream().map(rule::dueAt).min(Instant::compareTo).orElse(Instant.MAX);
        }
        return dueAt;
    }

    void inTurns(boolean now) {
        inTurns = now;
    }

    private static long sizeOf(List<Delivery> request) {
        long sum = 0;
        for (Delivery delivery : request) {
            sum += BatchRule.sizeOf(delivery);
        }
        return sum;
    }
}
