package dev.posthorn.delivery.ledger.statespace;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static java.util.Collections.nCopies;

/**
 * One endpoint's parked deliveries: rows of retry that wait for the endpoint, and its row in parked_endpoint, without which
 * nobody looks at them. Statement by statement, as READ COMMITTED runs them: each sees what was committed when it began, a
 * row that another transaction locked is waited for or skipped, and after the wait only that row is read anew.
 *
 * <p>A step is a statement; a statement that first waits for a lock after it took its snapshot is two.
 */
final class ParkingModel implements StateSpace.Model<ParkingModel.State> {

    /** Ways of doing it that look right, and are not. */
    enum Flaw {
        /** Parking inserts parked_endpoint {@code on conflict do nothing}: a row that is only locked is not waited for. */
        PARKS_WITHOUT_LOCK,
        /** A paused endpoint's deliveries are parked without a row; the resumption inserts it. */
        PARKS_PAUSED_WITHOUT_ROW,
        /** Unparking locks the row and moves the deliveries in one statement: its snapshot is from before the lock. */
        LOCKS_AND_MOVES_IN_ONE,
        /** The row goes by one {@code delete ... where not exists (select from retry)}, without a lock taken before. */
        DELETES_BY_NOT_EXISTS,
        /** Unparking skips locked rows of retry, and takes them for absent. */
        SKIPS_LOCKED_RETRIES
    }

    private static final int DELIVERIES = 2;

    /** How many a round moves. */
    private static final int ROUND = 1;

    private static final int NOBODY = -1;

    /** Transactions, by their place in the state: one parks each delivery, two instances unpark, one resends. */
    private static final int FIRST_UNPARKER = DELIVERIES;

    private static final int RESENDER = DELIVERIES + 2;
    private static final int RESUMER = RESENDER + 1;

    private final Set<Flaw> flaws;

    ParkingModel(Flaw... flaws) {
        this.flaws = flaws.length == 0 ? EnumSet.noneOf(Flaw.class) : EnumSet.copyOf(List.of(flaws));
    }

    /** Where a transaction stands. */
    enum At {
        BEGIN,
        /** Has its snapshot, and waits for the lock. */
        WAITING,
        /** Has locked parked_endpoint. */
        LOCKED,
        /** Has done all but the commit. */
        WRITTEN,
        DONE
    }

    /** Where a delivery is, as committed. */
    enum Place {
        /** In the memory of the one that parks it. */
        HELD,
        PARKED,
        /** In a batch, or due. */
        MOVED
    }

    /**
     * @param row whether parked_endpoint holds the endpoint's row, as committed
     * @param lockedBy who locked that row, or is inserting it
     * @param deleted whether the holder of the lock deleted it
     * @param paused what the catalog says; known to everybody at once, but acted on later
     * @param retryLocked whether the resender has locked delivery 0's row of retry
     * @param moving deliveries that an unparker moves, as a set of bits for each
     * @param seen the snapshot that an unparker took, as a set of bits for each
     * @param knewPaused whether a parker saw the endpoint paused
     */
    record State(
            boolean row,
            int lockedBy,
            boolean deleted,
            boolean paused,
            boolean retryLocked,
            List<Place> places,
            List<At> at,
            List<Integer> moving,
            List<Integer> seen,
            List<Boolean> knewPaused) {

        State with(int transaction, At now) {
            return new State(
                    row,
                    lockedBy,
                    deleted,
                    paused,
                    retryLocked,
                    places,
                    set(at, transaction, now),
                    moving,
                    seen,
                    knewPaused);
        }

        State locked(int transaction) {
            return new State(row, transaction, deleted, paused, retryLocked, places, at, moving, seen, knewPaused);
        }

        State rowIs(boolean there) {
            return new State(there, NOBODY, false, paused, retryLocked, places, at, moving, seen, knewPaused);
        }

        State deleting() {
            return new State(row, lockedBy, true, paused, retryLocked, places, at, moving, seen, knewPaused);
        }

        State pausedIs(boolean now) {
            return new State(row, lockedBy, deleted, now, retryLocked, places, at, moving, seen, knewPaused);
        }

        State retryLocked(boolean now) {
            return new State(row, lockedBy, deleted, paused, now, places, at, moving, seen, knewPaused);
        }

        State place(int delivery, Place place) {
            return new State(
                    row,
                    lockedBy,
                    deleted,
                    paused,
                    retryLocked,
                    set(places, delivery, place),
                    at,
                    moving,
                    seen,
                    knewPaused);
        }

        State moving(int transaction, int deliveries) {
            return new State(
                    row,
                    lockedBy,
                    deleted,
                    paused,
                    retryLocked,
                    places,
                    at,
                    set(moving, transaction, deliveries),
                    seen,
                    knewPaused);
        }

        State seen(int transaction, int deliveries) {
            return new State(
                    row,
                    lockedBy,
                    deleted,
                    paused,
                    retryLocked,
                    places,
                    at,
                    moving,
                    set(seen, transaction, deliveries),
                    knewPaused);
        }

        State knewPaused(int transaction) {
            return new State(
                    row,
                    lockedBy,
                    deleted,
                    paused,
                    retryLocked,
                    places,
                    at,
                    moving,
                    seen,
                    set(knewPaused, transaction, paused));
        }

        int parked() {
            int parked = 0;
            for (int delivery = 0; delivery < DELIVERIES; delivery++) {
                parked |= places.get(delivery) == Place.PARKED ? 1 << delivery : 0;
            }
            return parked;
        }

        private static <T> List<T> set(List<T> list, int at, T value) {
            var changed = new ArrayList<T>(list);
            changed.set(at, value);
            return List.copyOf(changed);
        }
    }

    @Override
    public State start() {
        int transactions = RESUMER + 1;
        return new State(
                false,
                NOBODY,
                false,
                true,
                false,
                List.of(Place.HELD, Place.HELD),
                nCopies(transactions, At.BEGIN),
                nCopies(transactions, 0),
                nCopies(transactions, 0),
                nCopies(transactions, false));
    }

    @Override
    public String broken(State state) {
        boolean needsRow =
                !flaws.contains(Flaw.PARKS_PAUSED_WITHOUT_ROW) || state.at().get(RESUMER) == At.DONE;
        return needsRow && state.parked() != 0 && !state.row()
                ? "a delivery is parked, and nobody will look at it"
                : null;
    }

    @Override
    public boolean isEnd(State state) {
        return state.places().stream().allMatch(Place.MOVED::equals);
    }

    @Override
    public void steps(State state, StateSpace.Steps<State> steps) {
        for (int delivery = 0; delivery < DELIVERIES; delivery++) {
            park(state, delivery, steps);
        }
        unpark(state, FIRST_UNPARKER, steps);
        unpark(state, FIRST_UNPARKER + 1, steps);
        resend(state, steps);
        resume(state, steps);
    }

    /** Inserts or locks the endpoint's row, then inserts the row of retry, then commits both. */
    private void park(State state, int me, StateSpace.Steps<State> steps) {
        String name = "parker " + me + ": ";
        switch (state.at().get(me)) {
            case BEGIN ->
                steps.step(
                        name + "decides; the endpoint is " + (state.paused() ? "paused" : "not paused"),
                        state.knewPaused(me).with(me, At.WAITING));
            case WAITING -> {
                if (flaws.contains(Flaw.PARKS_PAUSED_WITHOUT_ROW)
                        && state.knewPaused().get(me)) {
                    steps.step(name + "inserts retry, without parked_endpoint", state.with(me, At.WRITTEN));
                } else if (flaws.contains(Flaw.PARKS_WITHOUT_LOCK) && state.row() && !state.deleted()) {
                    // A row that is there and not being deleted is a conflict at once, whoever has locked it.
                    steps.step(name + "finds parked_endpoint there, inserts retry", state.with(me, At.WRITTEN));
                } else if (state.lockedBy() == NOBODY) {
                    boolean inserts = !state.row();
                    State next = state.with(me, At.WRITTEN);
                    boolean keepsLock = inserts || !flaws.contains(Flaw.PARKS_WITHOUT_LOCK);
                    steps.step(
                            name + (inserts ? "inserts" : "locks") + " parked_endpoint, inserts retry",
                            keepsLock ? next.locked(me) : next);
                }
            }
            case WRITTEN -> {
                State next = state.place(me, Place.PARKED).with(me, At.DONE);
                steps.step(name + "commits", state.lockedBy() == me ? next.rowIs(true) : next);
                // Rolled back; whoever adopts the delivery parks it.
                State back = state.with(me, At.BEGIN);
                steps.fault(name + "is killed", state.lockedBy() == me ? back.rowIs(state.row()) : back);
            }
            case LOCKED, DONE -> {}
        }
    }

    /** Locks the endpoint's row if it is free, moves what it sees then, and deletes the row when that was all. */
    private void unpark(State state, int me, StateSpace.Steps<State> steps) {
        String name = "unparker " + me + ": ";
        boolean byNotExists = flaws.contains(Flaw.DELETES_BY_NOT_EXISTS);
        switch (state.at().get(me)) {
            case BEGIN -> {
                // A paused endpoint's row is passed over.
                if (state.paused() || !state.row()) {
                    break;
                }
                if (byNotExists || flaws.contains(Flaw.LOCKS_AND_MOVES_IN_ONE)) {
                    steps.step(
                            name + "begins its statement",
                            state.seen(me, state.parked()).with(me, At.WAITING));
                } else if (state.lockedBy() == NOBODY) {
                    steps.step(name + "locks parked_endpoint", state.locked(me).with(me, At.LOCKED));
                }
            }
            case WAITING -> {
                if (byNotExists && state.seen().get(me) == 0) {
                    deleteWithoutLook(state, me, name, steps);
                } else if (byNotExists) {
                    steps.step(
                            name + "moves what it sees",
                            move(state, me, state.seen().get(me)));
                } else if (!state.row()) {
                    steps.step(name + "finds no row", idle(state, me));
                } else if (state.lockedBy() == NOBODY) {
                    steps.step(
                            name + "locks parked_endpoint and moves by its older snapshot",
                            move(state.locked(me), me, state.seen().get(me)));
                }
            }
            case LOCKED -> steps.step(name + "moves what is parked now", move(state, me, state.parked()));
            case WRITTEN -> commitUnparking(state, me, name, steps);
            case DONE -> {}
        }
    }

    /** After the wait the row itself is read anew, but not the subquery. */
    private static void deleteWithoutLook(State state, int me, String name, StateSpace.Steps<State> steps) {
        if (state.lockedBy() == NOBODY) {
            steps.step(
                    name + "deletes parked_endpoint, since it saw none parked",
                    idle(state.row() ? state.rowIs(false) : state, me));
        }
    }

    private State move(State state, int me, int visible) {
        int parked = visible & state.parked();
        boolean firstIsLocked = state.retryLocked() && (parked & 1) != 0;
        if (firstIsLocked && !flaws.contains(Flaw.SKIPS_LOCKED_RETRIES)) {
            // Waits until the resender is done: no step of its own till then.
            return state;
        }
        int free = firstIsLocked ? parked & ~1 : parked;
        int moved = ROUND == 1 ? Integer.lowestOneBit(free) : free;
        State next = state.moving(me, moved).with(me, At.WRITTEN);
        boolean last = Integer.bitCount(moved) < ROUND;
        return last && next.lockedBy() == me ? next.deleting() : next;
    }

    private static void commitUnparking(State state, int me, String name, StateSpace.Steps<State> steps) {
        State next = state;
        for (int delivery = 0; delivery < DELIVERIES; delivery++) {
            if ((state.moving().get(me) & 1 << delivery) != 0) {
                next = next.place(delivery, Place.MOVED);
            }
        }
        if (state.lockedBy() == me) {
            next = next.rowIs(!state.deleted());
        }
        steps.step(
                name + "commits" + (state.deleted() && state.lockedBy() == me ? ", its row deleted" : ""),
                idle(next, me));
        // A crash: its transaction is rolled back.
        steps.fault(name + "is killed", idle(state.lockedBy() == me ? state.rowIs(state.row()) : state, me));
    }

    private static State idle(State state, int me) {
        return state.moving(me, 0).seen(me, 0).with(me, At.BEGIN);
    }

    /** A person sends delivery 0 again: its row of retry is locked, then due, or nothing came of it. */
    private static void resend(State state, StateSpace.Steps<State> steps) {
        switch (state.at().get(RESENDER)) {
            case BEGIN -> {
                boolean beingMoved = (state.moving().get(FIRST_UNPARKER) & 1) != 0
                        || (state.moving().get(FIRST_UNPARKER + 1) & 1) != 0;
                if ((state.parked() & 1) != 0 && !beingMoved) {
                    steps.step(
                            "resender: locks the row of retry",
                            state.retryLocked(true).with(RESENDER, At.WRITTEN));
                }
            }
            case WRITTEN -> {
                State done = state.retryLocked(false).with(RESENDER, At.DONE);
                steps.step("resender: commits, it is due", done.place(0, Place.MOVED));
                steps.step("resender: rolls back", done);
            }
            case WAITING, LOCKED, DONE -> {}
        }
    }

    /** The catalog says that the endpoint is paused no more. Only where no row stood for it does that need a statement. */
    private void resume(State state, StateSpace.Steps<State> steps) {
        if (state.paused()) {
            steps.step("catalog: the endpoint is resumed", state.pausedIs(false));
            return;
        }
        boolean neededHere = flaws.contains(Flaw.PARKS_PAUSED_WITHOUT_ROW);
        if (neededHere && state.at().get(RESUMER) == At.BEGIN && state.lockedBy() == NOBODY) {
            steps.step("resumption: upserts parked_endpoint", state.rowIs(true).with(RESUMER, At.DONE));
        }
    }
}
