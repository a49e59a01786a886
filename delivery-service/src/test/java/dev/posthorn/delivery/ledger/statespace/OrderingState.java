package dev.posthorn.delivery.ledger.statespace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A moment of one ordered lane and of the processes that share it. Events are numbered in the order of their acceptance;
 * instances and holds are numbers that are used again when nobody knows them any more, and 0 is none.
 *
 * @param lane the row of ordered_lane; null when there is none
 * @param rows of retry, in the lane's order
 * @param instances the rows of instance
 * @param next the event that the publisher publishes next; it waits for the answer to each
 * @param answered events that the endpoint answered with success, recorded or not; a set of bits
 * @param settled events that are recorded as succeeded or dead; a set of bits
 * @param wrong what the last request broke; null when nothing
 */
record OrderingState(
        Lane lane,
        List<Row> rows,
        List<Integer> instances,
        List<Process> processes,
        int next,
        int answered,
        int settled,
        int faults,
        int putOffs,
        String wrong) {

    @Override
    public int hashCode() {
        return LedgerState.spread(
                Objects.hashCode(lane),
                rows.hashCode(),
                instances.hashCode(),
                processes.hashCode(),
                next,
                answered,
                settled,
                faults,
                putOffs);
    }

    /** @param blocked whether a dead letter blocks it */
    record Lane(int owner, int hold, boolean blocked, int last) {

        @Override
        public int hashCode() {
            return LedgerState.spread(owner, hold, blocked ? 1 : 0, last);
        }
    }

    /** @param number of the attempt that is next */
    record Row(int event, int position, int number) {

        @Override
        public int hashCode() {
            return LedgerState.spread(event, position, number);
        }
    }

    /** How far a LaneHold is. */
    enum Phase {
        /** Made for a commit that is under way. */
        PROPOSED,
        /** Its lane is to be looked into. */
        DRAINED,
        /** That was done, and its run is being loaded. */
        LOADING,
        SENDING,
        /** One failed; what it leaves is not recorded yet. */
        STOPPED,
        /** In memory only for the request that is out. */
        ENDED
    }

    /** @param deadIsUnrecorded whether a dead letter of it is not on disk yet */
    record Hold(
            int id,
            int owner,
            Phase phase,
            List<Row> run,
            Row out,
            int unrecorded,
            boolean deadIsUnrecorded,
            int lastPosition) {

        @Override
        public int hashCode() {
            return LedgerState.spread(
                    id,
                    owner,
                    phase.ordinal(),
                    run.hashCode(),
                    Objects.hashCode(out),
                    unrecorded,
                    deadIsUnrecorded ? 1 : 0,
                    lastPosition);
        }

        static Hold of(int id, int owner, Phase phase) {
            return new Hold(id, owner, phase, List.of(), null, 0, false, 0);
        }

        Hold in(Phase now) {
            return new Hold(id, owner, now, run, out, unrecorded, deadIsUnrecorded, lastPosition);
        }

        Hold run(List<Row> now, int last) {
            return new Hold(id, owner, phase, now, out, unrecorded, deadIsUnrecorded, Math.max(last, lastPosition));
        }

        Hold out(Row now) {
            return new Hold(id, owner, phase, run, now, unrecorded, deadIsUnrecorded, lastPosition);
        }

        Hold unrecorded(int now, boolean dead) {
            return new Hold(id, owner, phase, run, out, now, dead, lastPosition);
        }

        boolean isRegistered() {
            return phase != Phase.ENDED;
        }
    }

    /** How a delivery left memory. */
    enum How {
        SUCCEEDED,
        FAILED,
        DEAD,
        PUT_OFF
    }

    record Outcome(int hold, int owner, Row row, How how) {

        @Override
        public int hashCode() {
            return LedgerState.spread(hold, owner, row.hashCode(), how.ordinal());
        }
    }

    /** A commit that came through, and is not acted on yet. @param held what the lane is held under */
    record Accepted(Row row, int proposed, int held) {}

    /**
     * @param instance 0 while it is down
     * @param suspect the owner that the job found dead, and is about to take the lane from
     * @param known the holds that the job knew when it began to look; null while it does not look
     */
    record Process(
            int instance,
            boolean leased,
            List<Hold> holds,
            List<Outcome> outcomes,
            Accepted accepted,
            int suspect,
            List<Integer> known) {

        @Override
        public int hashCode() {
            return LedgerState.spread(
                    instance,
                    leased ? 1 : 0,
                    holds.hashCode(),
                    outcomes.hashCode(),
                    Objects.hashCode(accepted),
                    suspect,
                    Objects.hashCode(known));
        }

        static final Process DOWN = new Process(0, false, List.of(), List.of(), null, 0, null);

        boolean isUp() {
            return instance > 0;
        }

        boolean holds(Hold hold) {
            return leased && hold.owner() == instance;
        }

        Process as(int id) {
            return new Process(id, true, holds, outcomes, accepted, 0, null);
        }

        Process unleased() {
            return new Process(instance, false, holds, outcomes, accepted, suspect, known);
        }

        Process holds(List<Hold> now) {
            var sorted = new ArrayList<>(now);
            sorted.removeIf(hold -> !hold.isRegistered() && hold.out() == null);
            sorted.sort(Comparator.comparingInt(Hold::id).thenComparing(Hold::phase));
            return new Process(instance, leased, List.copyOf(sorted), outcomes, accepted, suspect, known);
        }

        Process replace(Hold before, Hold now) {
            var changed = new ArrayList<>(holds);
            changed.remove(before);
            if (now != null) {
                changed.add(now);
            }
            return holds(changed);
        }

        /** Lanes.forget: what is out ends by itself. */
        Process forget(Predicate<Hold> which) {
            return holds(holds.stream()
                    .map(hold -> which.test(hold) ? hold.run(List.of(), 0).in(Phase.ENDED) : hold)
                    .toList());
        }

        Process outcomes(List<Outcome> now) {
            return new Process(instance, leased, holds, List.copyOf(now), accepted, suspect, known);
        }

        Process with(Outcome outcome) {
            var more = new ArrayList<>(outcomes);
            more.add(outcome);
            return outcomes(more);
        }

        Process accepted(Accepted now) {
            return new Process(instance, leased, holds, outcomes, now, suspect, known);
        }

        Process suspect(int owner) {
            return new Process(instance, leased, holds, outcomes, accepted, owner, known);
        }

        Process known(List<Integer> now) {
            return new Process(instance, leased, holds, outcomes, accepted, suspect, now);
        }

        List<Integer> registered() {
            return holds.stream().filter(Hold::isRegistered).map(Hold::id).toList();
        }

        /** Whether the thread of LaneClaims is in the middle of something. */
        boolean isLooking() {
            return suspect != 0
                    || known != null
                    || holds.stream().anyMatch(hold -> hold.phase() == Phase.DRAINED || hold.phase() == Phase.LOADING);
        }
    }

    static OrderingState start() {
        return new OrderingState(
                null, List.of(), List.of(1, 2), List.of(Process.DOWN.as(1), Process.DOWN.as(2)), 0, 0, 0, 0, 0, null);
    }

    OrderingState with(int process, Process now) {
        var changed = new ArrayList<>(processes);
        changed.set(process, now);
        return new OrderingState(
                lane, rows, instances, List.copyOf(changed), next, answered, settled, faults, putOffs, wrong);
    }

    OrderingState lane(Lane now) {
        return new OrderingState(now, rows, instances, processes, next, answered, settled, faults, putOffs, wrong);
    }

    OrderingState rows(List<Row> now) {
        var sorted = new ArrayList<>(now);
        sorted.sort(Comparator.comparingInt(Row::position));
        return new OrderingState(
                lane, List.copyOf(sorted), instances, processes, next, answered, settled, faults, putOffs, wrong);
    }

    OrderingState instances(List<Integer> now) {
        return new OrderingState(
                lane, rows, now.stream().sorted().toList(), processes, next, answered, settled, faults, putOffs, wrong);
    }

    OrderingState published() {
        return new OrderingState(lane, rows, instances, processes, next + 1, answered, settled, faults, putOffs, wrong);
    }

    OrderingState answered(int event) {
        return new OrderingState(
                lane, rows, instances, processes, next, answered | 1 << event, settled, faults, putOffs, wrong);
    }

    OrderingState settle(Row row) {
        return rows(rows.stream().filter(it -> it.event() != row.event()).toList())
                .settledNow(row.event());
    }

    private OrderingState settledNow(int event) {
        return new OrderingState(
                lane, rows, instances, processes, next, answered, settled | 1 << event, faults, putOffs, wrong);
    }

    OrderingState fault() {
        return new OrderingState(lane, rows, instances, processes, next, answered, settled, faults + 1, putOffs, wrong);
    }

    OrderingState putOff() {
        return new OrderingState(lane, rows, instances, processes, next, answered, settled, faults, putOffs + 1, wrong);
    }

    /** The endpoint gets the request. */
    OrderingState receive(Row row) {
        String what = wrong;
        if ((settled & 1 << row.event()) != 0) {
            what = "event " + row.event() + " was sent although its outcome was recorded";
        }
        for (Row other : rows) {
            if (other.event() < row.event() && (answered & 1 << other.event()) == 0) {
                what = "event " + row.event() + " was sent ahead of event " + other.event();
            }
        }
        return new OrderingState(lane, rows, instances, processes, next, answered, settled, faults, putOffs, what);
    }

    boolean isAnswered(int event) {
        return (answered & 1 << event) != 0;
    }

    int freshInstance() {
        int id = 1;
        while (isKnownInstance(id)) {
            id++;
        }
        return id;
    }

    private boolean isKnownInstance(int id) {
        return instances.contains(id)
                || lane != null && lane.owner() == id
                || processes.stream()
                        .anyMatch(process -> process.instance() == id
                                || process.suspect() == id
                                || process.holds().stream().anyMatch(hold -> hold.owner() == id)
                                || process.outcomes().stream().anyMatch(outcome -> outcome.owner() == id));
    }

    int freshHold() {
        int id = 1;
        while (isKnownHold(id)) {
            id++;
        }
        return id;
    }

    private boolean isKnownHold(int id) {
        return lane != null && lane.hold() == id
                || processes.stream()
                        .anyMatch(process -> process.holds().stream().anyMatch(hold -> hold.id() == id)
                                || process.outcomes().stream().anyMatch(outcome -> outcome.hold() == id)
                                || process.accepted() != null
                                        && (process.accepted().held() == id
                                                || process.accepted().proposed() == id)
                                || process.known() != null && process.known().contains(id));
    }
}
