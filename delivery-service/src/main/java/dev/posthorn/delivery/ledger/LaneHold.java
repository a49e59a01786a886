package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.retry.NextStep;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * An ordered lane that this instance sends from, with a run of its deliveries in memory. One is out at a time: the next one
 * goes when the one before it was answered with success, or its dead letter is on disk. Anything else ends the holding, and
 * what is left of the run is read again by whoever takes the lane next: on disk it stayed all the time.
 *
 * <p>Any thread: the journal of events adds, the endpoint's event loop notices outcomes, the journal of attempts says
 * what is recorded.
 */
final class LaneHold extends LeasedBatch {

    /** Deliveries in memory at once, at most. */
    static final int LONGEST_RUN = 512;

    /** Successes that are not on disk yet, at most: a killed process repeats no more than those. */
    private static final int MOST_UNRECORDED = 64;

    private static final int FIRST_RUN = 32;

    private final OrderedLane lane;
    private final Deliveries deliveries;
    private final Consumer<LaneHold> onDrained;
    private final ArrayDeque<Next> run = new ArrayDeque<>();
    private State state = State.FILLING;
    private long lastPosition;
    private int nextRun = FIRST_RUN;
    private boolean out;
    private boolean deadIsUnrecorded;
    private int unrecorded;

    private enum State {
        /** The tables are asked for a run; whatever is accepted meanwhile is found there. */
        FILLING,
        SENDING,
        ENDED
    }

    /** @param admitted whether its place in memory was taken; otherwise it makes its own, or is parked */
    record Next(Delivery delivery, boolean admitted) {}

    /** @param onDrained called when all of the run is sent and recorded; may be called under this object's lock */
    LaneHold(UUID id, UUID owner, OrderedLane lane, Deliveries deliveries, Consumer<LaneHold> onDrained) {
        super(id, owner, 0);
        this.lane = lane;
        this.deliveries = deliveries;
        this.onDrained = onDrained;
    }

    OrderedLane lane() {
        return lane;
    }

    /** The place of the last delivery that came into memory; everything up to it is in memory, or settled. */
    synchronized long lastPosition() {
        return lastPosition;
    }

    /** How many deliveries to read next: few from a lane that may stop at the first, more the longer it goes well. */
    synchronized int nextRun() {
        int now = nextRun;
        nextRun = Math.min(LONGEST_RUN, nextRun * 2);
        return now;
    }

    /** Its row does not count them: they are rows of their own. */
    @Override
    boolean settleOne() {
        return false;
    }

    /** Starts a run. @param last the place of its last delivery */
    synchronized void fill(List<Next> next, long last) {
        if (state != State.FILLING) {
            forgo(next);
            return;
        }
        state = State.SENDING;
        lastPosition = Math.max(lastPosition, last);
        run.addAll(next);
        goOn();
    }

    /**
     * Adds one that was accepted just now.
     *
     * @return whether it could be: it must follow the run's last one, and have room in memory. Else it is read from the table
     */
    synchronized boolean append(AcceptedEvent event, Delivery delivery, long position) {
        if (state != State.SENDING
                || position != lastPosition + 1
                || run.size() >= LONGEST_RUN
                || !deliveries.admit(event, delivery.endpointId())) {
            return false;
        }
        lastPosition = position;
        run.add(new Next(delivery, true));
        goOn();
        return true;
    }

    /** How the one that is out left memory; it is not recorded yet. */
    synchronized void noticed(Settlement settlement) {
        out = false;
        unrecorded++;
        switch (settlement) {
            case Settlement.Attempted attempted -> notice(attempted.attempt().next());
            case Settlement.Abandoned _ -> waitForRecord();
            case Settlement.Deferred _, Settlement.Parked _, Settlement.Enlisted _ -> end();
        }
        goOn();
    }

    private void notice(NextStep next) {
        switch (next) {
            case NextStep.Complete _ -> {}
            case NextStep.RetryAt _ -> end();
            case NextStep.DeadLetter _ -> waitForRecord();
        }
    }

    /** Killed before that, the dead one would be attempted again after those behind it. It may block the lane, too. */
    private void waitForRecord() {
        // The journal may have been faster than this call.
        deadIsUnrecorded = unrecorded > 0;
    }

    /** One that was noticed is on disk. */
    synchronized void recorded() {
        unrecorded--;
        if (unrecorded <= 0) {
            deadIsUnrecorded = false;
        }
        goOn();
    }

    /** @return whether it had nothing in memory, and will have nothing more */
    synchronized boolean giveUp() {
        boolean filling = state == State.FILLING;
        if (filling) {
            state = State.ENDED;
        }
        return filling;
    }

    /** Sends nothing more; the lane is another's, or nobody's. */
    synchronized void end() {
        state = State.ENDED;
        forgo(run);
        run.clear();
    }

    private void goOn() {
        if (state != State.SENDING || out) {
            return;
        }
        if (run.isEmpty()) {
            if (unrecorded == 0) {
                state = State.FILLING;
                onDrained.accept(this);
            }
        } else if (!deadIsUnrecorded && unrecorded < MOST_UNRECORDED) {
            out = true;
            hand(run.poll());
        }
    }

    private void hand(Next next) {
        if (next.admitted()) {
            deliveries.take(List.of(next.delivery()));
        } else {
            deliveries.load(List.of(next.delivery()));
        }
    }

    private void forgo(Iterable<Next> left) {
        var admitted = new ArrayList<Delivery>();
        left.forEach(next -> {
            if (next.admitted()) {
                admitted.add(next.delivery());
            }
        });
        deliveries.forgo(admitted);
    }
}
