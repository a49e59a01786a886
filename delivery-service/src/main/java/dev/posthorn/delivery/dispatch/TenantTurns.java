package dev.posthorn.delivery.dispatch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whose turn it is. Tenants share by deficit round robin (Shreedhar and Varghese, 1995), counted in bytes, so that one with
 * many endpoints, many events or large payloads gets no more than the others; a tenant's lanes take simple turns.
 */
final class TenantTurns {

    /** Bytes that a tenant may send more each time its turn comes. */
    static final int QUANTUM = 16 * 1024;

    /** What a request costs besides its payload. */
    static final int REQUEST_COST = 1024;

    private final ArrayDeque<Turn> ring = new ArrayDeque<>();
    private final Map<String, Turn> turns = new HashMap<>();

    private static final class Turn {
        private final String tenantId;
        private final ArrayDeque<Lane> lanes = new ArrayDeque<>();
        private long credit;

        private Turn(String tenantId) {
            this.tenantId = tenantId;
        }
    }

    /** Whether nobody waits for a turn. */
    boolean isEmpty() {
        return ring.isEmpty();
    }

    /** Lets a lane that can go wait for its turn. */
    void enter(Lane lane) {
        Turn turn = turns.get(lane.tenantId());
        if (turn == null) {
            turn = new Turn(lane.tenantId());
            turns.put(lane.tenantId(), turn);
            ring.addLast(turn);
        }
        lane.inTurns(true);
        turn.lanes.addLast(lane);
    }

    /**
     * The lane whose head goes next; it has left the turns then. Null when none is waiting that may go.
     *
     * @param mayGo whether a tenant may have one more request out
     */
    Lane next(Predicate<String> mayGo) {
        int passedOver = 0;
        while (passedOver < ring.size()) {
            Turn turn = ring.peekFirst();
            Lane lane = turn.lanes.peekFirst();
            if (lane == null) {
                leave(turn);
            } else if (!lane.canGo()) {
                turn.lanes.pollFirst().inTurns(false);
            } else if (!mayGo.test(turn.tenantId)) {
                passedOver++;
                ring.addLast(ring.pollFirst());
            } else if (turn.credit < cost(lane)) {
                turn.credit += QUANTUM;
                passedOver = 0;
                ring.addLast(ring.pollFirst());
            } else {
                turn.credit -= cost(lane);
                turn.lanes.pollFirst().inTurns(false);
                return lane;
            }
        }
        return null;
    }

    /** One that has nothing to send saves nothing up. */
    private void leave(Turn turn) {
        ring.pollFirst();
        turns.remove(turn.tenantId);
    }

    private static long cost(Lane lane) {
        return REQUEST_COST + lane.headCost();
    }
}
