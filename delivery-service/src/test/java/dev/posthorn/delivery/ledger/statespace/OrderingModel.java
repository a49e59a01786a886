package dev.posthorn.delivery.ledger.statespace;

import dev.posthorn.delivery.ledger.statespace.OrderingState.Accepted;
import dev.posthorn.delivery.ledger.statespace.OrderingState.Hold;
import dev.posthorn.delivery.ledger.statespace.OrderingState.How;
import dev.posthorn.delivery.ledger.statespace.OrderingState.Lane;
import dev.posthorn.delivery.ledger.statespace.OrderingState.Outcome;
import dev.posthorn.delivery.ledger.statespace.OrderingState.Phase;
import dev.posthorn.delivery.ledger.statespace.OrderingState.Process;
import dev.posthorn.delivery.ledger.statespace.OrderingState.Row;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One ordered lane, a publisher that awaits each answer and asks either of two processes, and faults at any step. A
 * transaction is a step; so is what a process does between two. A transaction whose answer is lost has come through or not:
 * it cannot do so late, since until then it has the lane's lock.
 */
final class OrderingModel implements StateSpace.Model<OrderingState> {

    /** Ways of doing it that look right, and are not. */
    enum Flaw {
        /** Places are given by the instances' clocks, of which the second one's is behind. */
        GIVES_PLACES_BY_CLOCK,
        /** Requests are started without a look at the lease. */
        STARTS_WITHOUT_LEASE,
        /** What is accepted is added to the run although another instance's event lies between. */
        APPENDS_ACROSS_A_GAP,
        /** It is added while the table is read, too. */
        APPENDS_WHILE_LOADING,
        /** The next one goes when its predecessor is a dead letter in memory. */
        GOES_ON_BEFORE_THE_DEAD_IS_RECORDED,
        /** An empty lane's row is deleted by an earlier look into it, without its lock. */
        DELETES_BY_AN_OLD_LOOK,
        /** Lanes in our name that we do not hold are not looked for. */
        FORGETS_UNKNOWN,
        /** What is held is read before the look for unknown lanes, and not again after it. */
        TRUSTS_AN_OLD_LIST,
        /** Whether a lane's owner lives is judged by an older list of instances. */
        JUDGES_OWNERS_BY_AN_OLD_LIST,
        /** A lane is given up by whoever once held it, alive or not. */
        RELEASES_WHAT_IS_OTHERS,
        /** What is left in memory of a lane that was given up is sent all the same. */
        KEEPS_THE_RUN_AFTER_A_FAILURE
    }

    /** @param blocks whether a dead letter blocks the lane until a person discards it */
    record Size(int events, int attempts, int faults, int putOffs, boolean blocks) {}

    private static final int LONGEST_RUN = 2;
    private static final int MOST_UNRECORDED = 2;

    private final Size size;
    private final Set<Flaw> flaws;

    OrderingModel(Size size, Flaw... flaws) {
        this.size = size;
        this.flaws = flaws.length == 0 ? EnumSet.noneOf(Flaw.class) : EnumSet.copyOf(List.of(flaws));
    }

    @Override
    public OrderingState start() {
        return OrderingState.start();
    }

    @Override
    public boolean isEnd(OrderingState state) {
        return state.next() == size.events() && state.rows().isEmpty();
    }

    @Override
    public String broken(OrderingState state) {
        if (state.wrong() != null) {
            return state.wrong();
        }
        long out = state.processes().stream()
                .flatMap(process -> process.holds().stream().filter(hold -> hold.out() != null && process.holds(hold)))
                .count();
        return out > 1 ? "two requests of the lane are out under leases that hold" : null;
    }

    @Override
    public void steps(OrderingState state, StateSpace.Steps<OrderingState> steps) {
        for (int process = 0; process < state.processes().size(); process++) {
            var turn = new Turn(state, process, steps);
            turn.live();
            if (turn.me.isUp()) {
                turn.accept();
                turn.dispatch();
                turn.record();
                turn.look();
            }
        }
        for (int id : state.instances()) {
            if (state.processes().stream().noneMatch(it -> it.leased() && it.instance() == id)) {
                var left = state.instances().stream().filter(it -> it != id).toList();
                steps.step("instance " + id + " is found dead and deleted", state.instances(left));
            }
        }
        if (state.lane() != null && state.lane().blocked()) {
            steps.step("a person discards the dead letter", state.lane(free(state.lane(), false)));
        }
    }

    private static Lane free(Lane lane, boolean blocked) {
        return new Lane(0, 0, blocked, lane.last());
    }

    /** The steps of one process. */
    private final class Turn {

        private final OrderingState state;
        private final int process;
        private final StateSpace.Steps<OrderingState> steps;
        private final Process me;

        Turn(OrderingState state, int process, StateSpace.Steps<OrderingState> steps) {
            this.state = state;
            this.process = process;
            this.steps = steps;
            this.me = state.processes().get(process);
        }

        private void step(String what, OrderingState next, Process now) {
            steps.step("process " + process + ": " + what, next.with(process, now));
        }

        private void step(String what, Process now) {
            step(what, state, now);
        }

        private void fault(String what, OrderingState next, Process now) {
            if (state.faults() < size.faults()) {
                steps.fault("process " + process + ": " + what, next.fault().with(process, now));
            }
        }

        private boolean has(Flaw flaw) {
            return flaws.contains(flaw);
        }

        /** Instance. */
        void live() {
            if (me.isUp()) {
                fault("is killed", state, Process.DOWN);
                if (me.leased()) {
                    fault("is stopped until its lease ends", state, me.unleased());
                }
            }
            if (!me.leased()) {
                int id = state.freshInstance();
                var living = new ArrayList<>(state.instances());
                living.add(id);
                Process next = me.isUp() && has(Flaw.STARTS_WITHOUT_LEASE) ? me : me.forget(hold -> true);
                step("registers as instance " + id, state.instances(living), next.as(id));
            }
        }

        /** LaneEntries. */
        void accept() {
            if (me.accepted() != null) {
                act(me.accepted());
            } else if (state.next() < size.events()
                    && state.processes().stream().allMatch(it -> it.accepted() == null)) {
                int event = state.next();
                int proposed = state.freshHold();
                Lane before = state.lane();
                int last = before == null ? 1 : before.last() + 1;
                var row = new Row(event, has(Flaw.GIVES_PLACES_BY_CLOCK) ? 2 * event + 4 - 3 * process : last, 1);
                Lane lane = before == null
                        ? new Lane(me.instance(), proposed, false, last)
                        : new Lane(before.owner(), before.hold(), before.blocked(), last);
                var rows = new ArrayList<>(state.rows());
                rows.add(row);
                OrderingState written = state.published().lane(lane).rows(rows);
                boolean mine = before == null;
                Process holding = mine ? me.replace(null, Hold.of(proposed, me.instance(), Phase.PROPOSED)) : me;
                step(
                        "commits event " + event + " in place " + row.position(),
                        written,
                        holding.accepted(new Accepted(row, mine ? proposed : 0, lane.hold())));
                fault("commits event " + event + ", loses the answer", written, me);
                fault("does not commit event " + event, state.published(), me);
            }
        }

        /** What follows in memory, and the answer to the publisher. */
        private void act(Accepted accepted) {
            Process next = me.accepted(null);
            Row row = accepted.row();
            for (Hold hold : me.holds()) {
                if (hold.id() == accepted.proposed() && hold.phase() == Phase.PROPOSED) {
                    step(
                            "starts hold " + hold.id(),
                            next.replace(hold, hold.in(Phase.SENDING).run(List.of(row), row.position())));
                    return;
                }
                boolean mayAppend = hold.phase() == Phase.SENDING
                        || has(Flaw.APPENDS_WHILE_LOADING)
                                && (hold.phase() == Phase.LOADING || hold.phase() == Phase.DRAINED);
                boolean follows = row.position() == hold.lastPosition() + 1
                        || has(Flaw.APPENDS_ACROSS_A_GAP)
                        || has(Flaw.APPENDS_WHILE_LOADING);
                if (hold.id() == accepted.held() && hold.isRegistered() && mayAppend && follows) {
                    var run = new ArrayList<>(hold.run());
                    run.add(row);
                    step("adds event " + row.event(), next.replace(hold, hold.run(run, row.position())));
                    return;
                }
            }
            step("leaves event " + row.event() + " on disk", next);
        }

        /** LaneHold and Shard. */
        void dispatch() {
            for (Hold hold : me.holds()) {
                if (hold.out() != null) {
                    end(hold);
                } else if (hold.phase() == Phase.SENDING && !hold.run().isEmpty()) {
                    boolean waits = hold.deadIsUnrecorded() && !has(Flaw.GOES_ON_BEFORE_THE_DEAD_IS_RECORDED);
                    if (!waits && hold.unrecorded() < MOST_UNRECORDED) {
                        send(hold);
                    }
                }
            }
        }

        private void send(Hold hold) {
            Row row = hold.run().getFirst();
            Hold without = hold.run(hold.run().subList(1, hold.run().size()), 0);
            if (me.holds(hold) || has(Flaw.STARTS_WITHOUT_LEASE)) {
                step(
                        "sends event " + row.event() + ", attempt " + row.number(),
                        state.receive(row),
                        me.replace(hold, without.out(row)));
            } else {
                step("drops event " + row.event(), me.forget(hold::equals));
            }
            if (state.putOffs() < size.putOffs()) {
                settle("puts event " + row.event() + " off", state.putOff(), without, row, How.PUT_OFF);
            }
        }

        private void end(Hold hold) {
            Row row = hold.out();
            Hold without = hold.out(null);
            settle("event " + row.event() + " succeeds", state.answered(row.event()), without, row, How.SUCCEEDED);
            if (!state.isAnswered(row.event())) {
                How how = row.number() < size.attempts() ? How.FAILED : How.DEAD;
                settle("event " + row.event() + " fails: " + how, state, without, row, how);
            }
        }

        private void settle(String what, OrderingState next, Hold without, Row row, How how) {
            var outcome = new Outcome(without.id(), without.owner(), row, how);
            Hold noticed = without.phase() == Phase.ENDED
                    ? without
                    : without.unrecorded(without.unrecorded() + 1, without.deadIsUnrecorded() || how == How.DEAD);
            boolean ends = how == How.FAILED || how == How.PUT_OFF;
            if (ends && !has(Flaw.KEEPS_THE_RUN_AFTER_A_FAILURE)) {
                noticed = noticed.run(List.of(), 0).in(noticed.phase() == Phase.ENDED ? Phase.ENDED : Phase.STOPPED);
            }
            Hold before = me.holds().stream()
                    .filter(it -> it.id() == without.id() && it.owner() == without.owner())
                    .findFirst()
                    .orElseThrow();
            step(what, next, me.replace(before, noticed).with(outcome));
        }

        /** AttemptJournal: the outcomes in their order. */
        void record() {
            if (me.outcomes().isEmpty()) {
                return;
            }
            Outcome outcome = me.outcomes().getFirst();
            Process next = me.outcomes(me.outcomes().subList(1, me.outcomes().size()));
            Hold hold = me.holds().stream()
                    .filter(it -> it.id() == outcome.hold() && it.owner() == outcome.owner())
                    .findFirst()
                    .orElse(null);
            if (!state.instances().contains(outcome.owner()) && !has(Flaw.RELEASES_WHAT_IS_OTHERS)) {
                step("leaves the outcome of event " + outcome.row().event() + " to the new owner", forget(next, hold));
                return;
            }
            OrderingState written = written(outcome);
            boolean released = outcome.how() == How.FAILED
                    || outcome.how() == How.PUT_OFF
                    || outcome.how() == How.DEAD && size.blocks();
            step(
                    "records " + outcome.how() + " of event " + outcome.row().event(),
                    written,
                    released ? forget(next, hold) : recorded(next, hold));
        }

        private Process forget(Process next, Hold hold) {
            boolean keeps = has(Flaw.KEEPS_THE_RUN_AFTER_A_FAILURE);
            return hold == null || keeps ? next : next.forget(hold::equals);
        }

        private Process recorded(Process next, Hold hold) {
            if (hold == null || hold.phase() == Phase.ENDED) {
                return next;
            }
            int unrecorded = hold.unrecorded() - 1;
            Hold now = hold.unrecorded(unrecorded, hold.deadIsUnrecorded() && unrecorded > 0);
            boolean drained =
                    unrecorded == 0 && now.run().isEmpty() && now.out() == null && now.phase() == Phase.SENDING;
            return next.replace(hold, drained ? now.in(Phase.DRAINED) : now);
        }

        private OrderingState written(Outcome outcome) {
            Row row = outcome.row();
            return switch (outcome.how()) {
                case SUCCEEDED -> state.settle(row);
                case DEAD -> size.blocks() ? released(state.settle(row), outcome, true) : state.settle(row);
                case PUT_OFF -> released(state, outcome, false);
                case FAILED -> {
                    var rows = new ArrayList<Row>();
                    for (Row it : state.rows()) {
                        rows.add(it.event() == row.event() ? new Row(it.event(), it.position(), row.number() + 1) : it);
                    }
                    yield released(state.rows(rows), outcome, false);
                }
            };
        }

        private OrderingState released(OrderingState next, Outcome outcome, boolean blocked) {
            Lane lane = next.lane();
            boolean ours = lane != null && (lane.hold() == outcome.hold() || has(Flaw.RELEASES_WHAT_IS_OTHERS));
            return ours ? next.lane(free(lane, blocked)) : next;
        }

        /** LaneClaims. */
        void look() {
            for (Hold hold : me.holds()) {
                if (hold.phase() == Phase.DRAINED) {
                    lookInto(hold);
                } else if (hold.phase() == Phase.LOADING) {
                    load(hold);
                }
            }
            if (!me.isLooking() && me.leased() && state.lane() != null) {
                take();
            } else if (me.known() != null) {
                takeUnknown(me.known(), me.known(null));
            } else if (me.suspect() != 0) {
                takeOrphan();
            }
        }

        private void lookInto(Hold hold) {
            Lane lane = state.lane();
            if (lane == null || lane.hold() != hold.id() || lane.owner() != hold.owner()) {
                step("finds hold " + hold.id() + " lost", me.forget(hold::equals));
                return;
            }
            List<Row> run = state.rows().stream()
                    .filter(row -> has(Flaw.GIVES_PLACES_BY_CLOCK) || row.position() > hold.lastPosition())
                    .limit(LONGEST_RUN)
                    .toList();
            if (!run.isEmpty() || has(Flaw.DELETES_BY_AN_OLD_LOOK)) {
                var loaded = new ArrayList<>(hold.run());
                loaded.addAll(run);
                int last = run.isEmpty() ? 0 : run.getLast().position();
                step(
                        "reads the run " + run,
                        me.replace(hold, hold.run(loaded, last).in(Phase.LOADING)));
            } else {
                step("deletes the empty lane", state.lane(null), me.forget(hold::equals));
            }
        }

        private void load(Hold hold) {
            if (hold.run().isEmpty()) {
                boolean ours = state.lane() != null && state.lane().hold() == hold.id();
                step("deletes the lane that was empty", ours ? state.lane(null) : state, me.forget(hold::equals));
                return;
            }
            step("begins the run of hold " + hold.id(), me.replace(hold, hold.in(Phase.SENDING)));
            fault("fails to load hold " + hold.id(), state, me.forget(hold::equals));
        }

        private void take() {
            Lane lane = state.lane();
            if (lane.owner() == 0 && !lane.blocked()) {
                own("takes the lane", me);
            } else if (lane.owner() == me.instance() && !has(Flaw.FORGETS_UNKNOWN)) {
                if (has(Flaw.TRUSTS_AN_OLD_LIST)) {
                    step("begins to look for unknown lanes", me.known(me.registered()));
                } else {
                    takeUnknown(me.registered(), me);
                }
            } else if (lane.owner() != 0 && !state.instances().contains(lane.owner())) {
                step("finds owner " + lane.owner() + " dead", me.suspect(lane.owner()));
            }
        }

        private void takeUnknown(List<Integer> known, Process next) {
            Lane lane = state.lane();
            boolean unknown = lane != null && lane.owner() == me.instance() && !known.contains(lane.hold());
            if (unknown) {
                var hold = Hold.of(lane.hold(), me.instance(), Phase.DRAINED);
                step("takes the unknown hold " + hold.id(), next.replace(null, hold));
            } else if (next != me) {
                step("finds no unknown lane", next);
            }
        }

        private void takeOrphan() {
            Lane lane = state.lane();
            boolean named = lane != null && lane.owner() == me.suspect();
            boolean ownedSince = lane != null && lane.owner() != 0 && lane.owner() != me.instance();
            if (named && !state.instances().contains(lane.owner())
                    || ownedSince && has(Flaw.JUDGES_OWNERS_BY_AN_OLD_LIST)) {
                own("takes the orphan", me.suspect(0));
            } else {
                step("finds the orphan taken", me.suspect(0));
            }
        }

        private void own(String what, Process next) {
            int hold = state.freshHold();
            OrderingState owned =
                    state.lane(new Lane(me.instance(), hold, false, state.lane().last()));
            step(what + " as hold " + hold, owned, next.replace(null, Hold.of(hold, me.instance(), Phase.DRAINED)));
            fault(what + ", loses the answer", owned, next);
        }
    }
}
