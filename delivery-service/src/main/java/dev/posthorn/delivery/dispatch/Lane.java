package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Delivery;

import java.util.ArrayDeque;

/** Deliveries of one urgency that wait for one endpoint. */
final class Lane {

    private final Urgency urgency;
    private final String tenantId;
    private final Gate gate;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private boolean inTurns;

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
        waiting.add(delivery);
    }

    /** One that was polled, and cannot go yet after all. */
    void putBack(Delivery delivery) {
        waiting.addFirst(delivery);
        gate.come();
    }

    int size() {
        return waiting.size();
    }

    /** Null when none is left. */
    Delivery poll() {
        Delivery next = waiting.poll();
        if (next != null) {
            gate.leave();
        }
        return next;
    }

    /** Bytes of the delivery that is next. */
    int headCost() {
        return waiting.peek().event().payload().length;
    }

    /** Whether something waits that may go now, and the turns do not know of it yet. */
    boolean shouldEnterTurns() {
        return !inTurns && canGo();
    }

    boolean canGo() {
        return !waiting.isEmpty() && gate.isOpen();
    }

    void inTurns(boolean now) {
        inTurns = now;
    }
}
