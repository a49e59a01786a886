package dev.posthorn.delivery.ledger.statespace;

import dev.posthorn.delivery.ledger.statespace.LedgerState.Batch;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Flush;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Held;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Hold;
import dev.posthorn.delivery.ledger.statespace.LedgerState.InMemory;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Job;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Living;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Phase;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Process;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Record;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Renewal;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Tables;
import dev.posthorn.delivery.ledger.statespace.LedgerState.Taking;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static java.util.Collections.nCopies;

/**
 * Two processes that share the ledger, one event, and faults at any step. A transaction is a step; so is what a process
 * does between two transactions. Any process may rest for as long as it likes between two of its steps, which is what a
 * stopped process is; that its lease runs out meanwhile is a fault.
 */
final class LedgerModel implements StateSpace.Model<LedgerState> {

    /** Ways of doing it that look right, and are not. */
    enum Flaw {
        /** Attempts start without a look at the lease. */
        STARTS_WITHOUT_LEASE,
        /** Whether an outcome may still be recorded is judged by memory, not in its transaction. */
        JUDGES_OUTCOMES_BY_MEMORY,
        /** A batch whose loading failed stays among those held. */
        HOLDS_WHAT_IT_FAILED_TO_LOAD,
        /** Batches in our name that we do not hold are looked for once after each lost answer, not in every round. */
        LOOKS_FOR_UNKNOWN_ONCE,
        /** What is held is read before the look for unknown batches, and not again after it. */
        TRUSTS_AN_OLD_LIST,
        /** A renewal that is heard of late makes a lease go on that had ended meanwhile. */
        REVIVES_AN_ENDED_LEASE,
        /** What is put off stays in its batch's row, and seems open there once it is claimed into another batch. */
        KEEPS_DEFERRED_IN_BATCH,
        /** A batch that has nothing open for us is deleted, whoever its owner is by now. */
        DELETES_WHAT_IS_OTHERS,
        /** After a lost answer, what is to wait is written again without a look. */
        WRITES_WAITING_TWICE,
        /** Whether a delivery can be cancelled is judged by its attempts, not by its row of retry. */
        CANCELS_BY_ATTEMPTS
    }

    /**
     * What bounds the space.
     *
     * @param attempts until a delivery is a dead letter
     * @param fine whether what a process does between two transactions is cut into all of its steps; otherwise it is done
     *     together with the transaction that follows
     */
    record Size(int deliveries, int attempts, int faults, int deferrals, boolean fine) {}

    private final Size size;
    private final Set<Flaw> flaws;

    LedgerModel(Size size, Flaw... flaws) {
        this.size = size;
        this.flaws = flaws.length == 0 ? EnumSet.noneOf(Flaw.class) : EnumSet.copyOf(List.of(flaws));
    }

    @Override
    public LedgerState start() {
        List<Held> event = IntStream.range(0, size.deliveries())
                .mapToObj(delivery -> new Held(delivery, 1))
                .toList();
        Process first = Process.DOWN.as(1).accepts(event);
        Process second = Process.DOWN.as(2);
        var tables = new Tables(
                List.of(new Living(1, false), new Living(2, false)),
                List.of(),
                List.copyOf(nCopies(size.deliveries(), Record.NONE)),
                List.of());
        List<List<Integer>> received =
                List.copyOf(nCopies(size.deliveries(), List.copyOf(nCopies(size.attempts(), 0))));
        return new LedgerState(tables, List.of(first, second), received, 0, 0);
    }

    @Override
    public boolean isEnd(LedgerState state) {
        return state.tables().records().stream().allMatch(record -> !record.stored() || record.isSettled());
    }

    @Override
    public String broken(LedgerState state) {
        for (int delivery = 0; delivery < size.deliveries(); delivery++) {
            Record record = state.tables().records().get(delivery);
            int places = places(state.tables(), delivery, record);
            if (record.stored() && places != 1) {
                return "delivery " + delivery + (places == 0 ? " is lost" : " is in " + places + " places");
            }
            if (record.deadLetters() > 1) {
                return "delivery " + delivery + " is a dead letter twice";
            }
            if (holders(state, delivery) > 1) {
                return "delivery " + delivery + " is held twice under leases that hold";
            }
            if (state.duplicates(delivery) > state.faults()) {
                return "attempts of delivery " + delivery + " were repeated more often than there were faults";
            }
        }
        return null;
    }

    private static int places(Tables tables, int delivery, Record record) {
        int inBatches = tables.batches().stream()
                .mapToInt(batch -> (int) open(tables, batch).stream()
                        .filter(held -> held.delivery() == delivery)
                        .count())
                .sum();
        return inBatches + (record.retry() > 0 ? 1 : 0) + (record.isSettled() ? 1 : 0);
    }

    private static int holders(LedgerState state, int delivery) {
        int holders = 0;
        for (Process process : state.processes()) {
            for (InMemory it : process.memory()) {
                boolean active = it.phase() == Phase.QUEUED || it.phase() == Phase.OUT;
                holders += it.held().delivery() == delivery && active && process.holds(it.owner()) ? 1 : 0;
            }
        }
        return holders;
    }

    /** FIND_OPEN_DELIVERIES. */
    private static List<Held> open(Tables tables, Batch batch) {
        return batch.held().stream()
                .filter(held -> {
                    Record record = tables.records().get(held.delivery());
                    return record.tried() < held.number() && record.retry() == 0 && record.deadLetters() == 0;
                })
                .toList();
    }

    @Override
    public void steps(LedgerState state, StateSpace.Steps<LedgerState> steps) {
        for (int process = 0; process < state.processes().size(); process++) {
            var turn = new Turn(state, process, steps);
            turn.live();
            if (turn.me.isUp()) {
                turn.accept();
                turn.dispatch();
                turn.record();
                turn.claim();
                turn.adopt();
                turn.finishTaking(Job.CLAIMS);
                turn.finishTaking(Job.ADOPTION);
            }
        }
        runOutInTheDatabase(state, steps);
        cancel(state, steps);
        endDoubt(state, steps);
    }

    /** The owner's clock ends a lease before the database's does. */
    private static void runOutInTheDatabase(LedgerState state, StateSpace.Steps<LedgerState> steps) {
        List<Living> instances = state.tables().instances();
        for (int at = 0; at < instances.size(); at++) {
            Living living = instances.get(at);
            if (!living.ranOut() && state.processes().stream().noneMatch(it -> it.holds(living.id()))) {
                var now = LedgerState.set(instances, at, new Living(living.id(), true));
                steps.step(
                        "the lease of instance " + living.id() + " ends in the database",
                        state.with(state.tables().instances(now)));
            }
        }
    }

    /** A person cancels what was never attempted. A row of retry that is locked is waited for. */
    private void cancel(LedgerState state, StateSpace.Steps<LedgerState> steps) {
        for (int delivery = 0; delivery < size.deliveries(); delivery++) {
            Tables tables = state.tables();
            Record record = tables.records().get(delivery);
            boolean waitsUntried = record.retry() == 1 && !tables.isClaimedInDoubt(delivery);
            boolean looksUntried = flaws.contains(Flaw.CANCELS_BY_ATTEMPTS) && record.tried() == 0;
            if (record.stored() && !record.isSettled() && (waitsUntried || looksUntried)) {
                steps.step(
                        "a person cancels delivery " + delivery,
                        state.with(tables.record(delivery, record.asCancelled())));
            }
        }
    }

    /** A transaction that lost its client is rolled back, or its commit was under way and comes through. */
    private static void endDoubt(LedgerState state, StateSpace.Steps<LedgerState> steps) {
        for (Batch batch : state.tables().inDoubt()) {
            Tables gone =
                    state.tables().inDoubt(LedgerState.without(state.tables().inDoubt(), batch::equals));
            steps.step("the commit of batch " + batch.id() + " comes through late", state.with(gone.write(batch)));
            steps.step("the transaction of batch " + batch.id() + " is rolled back", state.with(gone));
        }
    }

    /** The steps of one process. */
    private final class Turn {

        private final LedgerState state;
        private final int process;
        private final StateSpace.Steps<LedgerState> steps;
        private final Process me;
        private final Tables tables;

        Turn(LedgerState state, int process, StateSpace.Steps<LedgerState> steps) {
            this.state = state;
            this.process = process;
            this.steps = steps;
            this.me = state.processes().get(process);
            this.tables = state.tables();
        }

        private void step(String what, Process next, Tables written) {
            steps.step(name() + what, state.with(process, next).with(written));
        }

        private void step(String what, Process next) {
            step(what, next, tables);
        }

        private void fault(String what, Process next, Tables written) {
            if (state.faults() < size.faults()) {
                steps.fault(name() + what, state.fault().with(process, next).with(written));
            }
        }

        private String name() {
            return "process " + process + " (instance " + me.instance() + "): ";
        }

        private boolean has(Flaw flaw) {
            return flaws.contains(flaw);
        }

        /** Instance. */
        void live() {
            if (!me.isUp()) {
                register("starts");
                return;
            }
            fault("is killed", Process.DOWN, tables);
            if (me.leased()) {
                fault("is stopped until its lease ends", me.leased(false, me.renewal()), tables);
            }
            switch (me.renewal()) {
                case NONE -> {
                    if (me.leased() && size.fine()) {
                        step("asks for renewal", me.leased(true, Renewal.ASKED));
                    } else if (!me.leased()) {
                        register("finds its lease ended");
                    }
                }
                case ASKED -> {
                    boolean granted = tables.instances().contains(new Living(me.instance(), false));
                    step(
                            granted ? "renews" : "is refused the renewal",
                            me.leased(me.leased(), granted ? Renewal.GRANTED : Renewal.REFUSED));
                }
                case GRANTED -> {
                    // Counted from before it asked: as long as it lasts here, it lasts in the database.
                    boolean lasts = tables.instances().contains(new Living(me.instance(), false));
                    if (me.leased() || has(Flaw.REVIVES_AN_ENDED_LEASE)) {
                        step("hears of the renewal", me.leased(lasts, Renewal.NONE));
                    } else {
                        register("hears of the renewal after its lease ended");
                    }
                }
                case REFUSED -> register("hears of the refusal");
            }
        }

        private void register(String why) {
            int id = state.nextInstance();
            Tables now = tables.instances(LedgerState.added(tables.instances(), new Living(id, false)));
            Process next = me.letGo(hold -> true).as(id);
            step(why + ", registers as instance " + id, next, now);
        }

        /** EventJournal. */
        void accept() {
            switch (me.journal()) {
                case Taking.Idle _ -> {
                    if (me.toAccept().isEmpty()) {
                        return;
                    }
                    var batch = new Batch(state.nextBatch(), me.instance(), me.toAccept());
                    Process holding = me.hold(batch.id(), Job.JOURNAL).accepts(List.of());
                    if (state.deferrals() < size.deferrals()) {
                        LedgerState later = state.deferral().with(process, me.accepts(List.of()));
                        steps.step(name() + "commits the event for a later time", later.with(scheduled(batch)));
                    }
                    if (size.fine()) {
                        var writing = new Taking.Writing(batch.owner(), batch.id(), batch.held());
                        step("holds batch " + batch.id() + " for an event", holding.at(Job.JOURNAL, writing));
                    } else {
                        commit(holding, batch);
                    }
                }
                case Taking.Writing(int owner, int id, List<Held> held) ->
                    commit(me.at(Job.JOURNAL, LedgerState.IDLE), new Batch(id, owner, held));
                case Taking.Looking _, Taking.Took _, Taking.Loading _ -> {}
            }
        }

        private Tables scheduled(Batch batch) {
            Tables next = tables;
            for (Held held : batch.held()) {
                next = next.record(
                        held.delivery(),
                        tables.records().get(held.delivery()).asStored().waits(held.number()));
            }
            return next;
        }

        private void commit(Process holding, Batch batch) {
            step(
                    "commits the event and batch " + batch.id(),
                    take(holding, batch.owner(), List.of(batch)),
                    tables.write(batch));
            fault(
                    "loses the answer to the commit of the event and batch " + batch.id(),
                    forget(holding, batch.id()),
                    tables.inDoubt(LedgerState.added(tables.inDoubt(), batch)));
        }

        private boolean remembers() {
            return has(Flaw.LOOKS_FOR_UNKNOWN_ONCE);
        }

        private Process forget(Process next, int batch) {
            return next.letGo(hold -> hold.batch() == batch).suspects(remembers());
        }

        private static Process take(Process next, int owner, List<Batch> open) {
            var memory = new ArrayList<>(next.memory());
            for (Batch batch : open) {
                batch.held().forEach(held -> memory.add(new InMemory(held, batch.id(), owner, Phase.QUEUED)));
            }
            return next.memory(memory);
        }

        /** Shard. */
        void dispatch() {
            for (InMemory it : me.memory().stream().distinct().toList()) {
                String what = "attempt " + it.held().number() + " of delivery "
                        + it.held().delivery();
                switch (it.phase()) {
                    case QUEUED -> {
                        if (me.holds(it.owner()) || has(Flaw.STARTS_WITHOUT_LEASE)) {
                            LedgerState next = state.with(process, me.replace(it, it.in(Phase.OUT)));
                            steps.step(name() + "starts " + what, next.receive(it.held()));
                        } else {
                            step("drops " + what, drop(it));
                        }
                        if (state.deferrals() < size.deferrals()) {
                            end("defers " + what, it, Phase.DEFERRED);
                        }
                    }
                    case OUT -> {
                        end(what + " succeeds", it, Phase.SUCCEEDED);
                        end(what + " fails", it, Phase.FAILED);
                    }
                    case SUCCEEDED, FAILED, DEFERRED -> settle(it);
                    case DROPPED -> {}
                }
            }
        }

        private void end(String what, InMemory it, Phase how) {
            LedgerState next = how == Phase.DEFERRED ? state.deferral() : state;
            if (has(Flaw.JUDGES_OUTCOMES_BY_MEMORY)) {
                // Memory may change its mind between the group and its commit.
                steps.step(name() + what, next.with(process, me.replace(it, it.in(how))));
            } else if (me.flush() == null) {
                Process without = me.replace(it, null);
                boolean last = without.memory().stream().noneMatch(it::isOf);
                var flush = new Flush(it.in(how), last, me.instance() == it.owner(), false);
                new Turn(next.with(process, without), process, steps).record(what + ", ", flush);
            }
        }

        /** What was dropped matters only as long as another of its batch might be the last. */
        private Process drop(InMemory it) {
            Process next = me.replace(it, it.in(Phase.DROPPED));
            boolean allDropped =
                    next.memory().stream().filter(it::isOf).allMatch(other -> other.phase() == Phase.DROPPED);
            return allDropped ? next.memory(LedgerState.without(next.memory(), it::isOf)) : next;
        }

        /** AttemptJournal makes a group. */
        private void settle(InMemory it) {
            if (me.flush() == null) {
                Process next = me.replace(it, null);
                boolean last = next.memory().stream().noneMatch(it::isOf);
                boolean owned = me.instance() == it.owner();
                step("makes a group of " + it, next.flush(new Flush(it, last, owned, false)));
            }
        }

        /** AttemptJournal commits it. */
        void record() {
            if (me.flush() != null) {
                record("", me.flush());
            }
        }

        private void record(String before, Flush flush) {
            InMemory outcome = flush.outcome();
            if (flush.inDoubt()) {
                // Asked for its transaction's status, PostgreSQL says that it came through.
                boolean again = has(Flaw.WRITES_WAITING_TWICE) && outcome.phase() == Phase.DEFERRED;
                step("finds its group recorded", recorded(flush), again ? written(flush) : tables);
                return;
            }
            boolean ours = has(Flaw.JUDGES_OUTCOMES_BY_MEMORY) || tables.hasInstance(outcome.owner());
            if (!ours) {
                step(before + "leaves its outcome to the new owner", me.flush(null));
                return;
            }
            step(before + "records it", recorded(flush), written(flush));
            fault(
                    before + "records it, loses the answer",
                    me.flush(new Flush(outcome, flush.last(), flush.owned(), true)),
                    written(flush));
        }

        private Process recorded(Flush flush) {
            int batch = flush.outcome().batch();
            return (flush.last() ? me.letGo(hold -> hold.batch() == batch) : me).flush(null);
        }

        private Tables written(Flush flush) {
            Held held = flush.outcome().held();
            Record record = tables.records().get(held.delivery());
            boolean follows = flush.owned() || !has(Flaw.JUDGES_OUTCOMES_BY_MEMORY);
            Record now = switch (flush.outcome().phase()) {
                case SUCCEEDED -> record.attempted(held.number(), true);
                case FAILED -> failed(record.attempted(held.number(), false), held.number(), follows);
                case DEFERRED -> record.waits(held.number());
                case QUEUED, OUT, DROPPED -> throw new IllegalStateException("Not an outcome: " + flush);
            };
            Tables next = tables.record(held.delivery(), now);
            if (flush.outcome().phase() == Phase.DEFERRED && !has(Flaw.KEEPS_DEFERRED_IN_BATCH)) {
                next = next.takeOut(flush.outcome().batch(), held);
            }
            return flush.last()
                    ? next.delete(batch -> batch.id() == flush.outcome().batch())
                    : next;
        }

        private Record failed(Record record, int number, boolean follows) {
            if (!follows) {
                return record;
            }
            return number < size.attempts() ? record.waits(number + 1) : record.dead();
        }

        /** RetryClaims. */
        void claim() {
            switch (me.claims()) {
                case Taking.Idle _ -> {
                    if (due().isEmpty() || !me.leased()) {
                        return;
                    }
                    int id = state.nextBatch();
                    Process holding = me.hold(id, Job.CLAIMS);
                    if (size.fine()) {
                        var writing = new Taking.Writing(me.instance(), id, List.of());
                        step("is about to claim into batch " + id, holding.at(Job.CLAIMS, writing));
                    } else {
                        claim(holding, new Batch(id, me.instance(), due()));
                    }
                }
                case Taking.Writing(int owner, int id, List<Held> _) -> {
                    Process holding = me.at(Job.CLAIMS, LedgerState.IDLE);
                    if (due().isEmpty()) {
                        step("finds nothing due", holding.letGo(hold -> hold.batch() == id));
                    } else {
                        claim(holding, new Batch(id, owner, due()));
                    }
                }
                case Taking.Looking _, Taking.Took _, Taking.Loading _ -> {}
            }
        }

        private void claim(Process holding, Batch batch) {
            var loading = new Taking.Loading(batch.owner(), List.of(batch.id()), List.of(batch));
            step("claims " + batch, holding.at(Job.CLAIMS, loading), tables.write(batch));
            fault(
                    "claims " + batch + ", loses the answer",
                    forget(holding, batch.id()),
                    tables.inDoubt(LedgerState.added(tables.inDoubt(), batch)));
        }

        /** Rows that a transaction in doubt has locked are skipped. */
        private List<Held> due() {
            return IntStream.range(0, size.deliveries())
                    .filter(delivery ->
                            tables.records().get(delivery).retry() > 0 && !tables.isClaimedInDoubt(delivery))
                    .mapToObj(delivery ->
                            new Held(delivery, tables.records().get(delivery).retry()))
                    .toList();
        }

        /** OrphanAdoption. */
        void adopt() {
            switch (me.adoption()) {
                case Taking.Idle _ -> {
                    boolean mayFind = me.leased()
                            && !(tables.batches().isEmpty() && tables.inDoubt().isEmpty());
                    List<Integer> known = me.held().stream().map(Hold::batch).toList();
                    if (mayFind && (size.fine() || has(Flaw.TRUSTS_AN_OLD_LIST))) {
                        step("looks for batches", me.at(Job.ADOPTION, new Taking.Looking(me.instance(), known)));
                    } else if (mayFind) {
                        lookForOrphans(me.instance(), known);
                    }
                }
                case Taking.Looking(int owner, List<Integer> known) -> lookForOrphans(owner, known);
                case Taking.Took(int owner, List<Integer> adopted, List<Integer> unknown) ->
                    findOpen(owner, adopted, unknown);
                case Taking.Writing _, Taking.Loading _ -> {}
            }
        }

        private void lookForOrphans(int owner, List<Integer> known) {
            boolean asks = !has(Flaw.LOOKS_FOR_UNKNOWN_ONCE) || me.suspects();
            Tables now = tables.instances(LedgerState.without(tables.instances(), Living::ranOut));
            List<Integer> adopted = now.batches().stream()
                    .filter(batch -> batch.owner() == 0 || !now.hasInstance(batch.owner()))
                    .map(Batch::id)
                    .toList();
            List<Integer> unknown = now.batches().stream()
                    .filter(batch -> asks && batch.owner() == owner)
                    .map(Batch::id)
                    .filter(id -> !known.contains(id) && !adopted.contains(id))
                    .toList();
            Tables written = now.own(batch -> adopted.contains(batch.id()), owner);
            Process next = me.suspects(me.suspects() && !asks);
            boolean none = adopted.isEmpty() && unknown.isEmpty();
            step(
                    none ? "finds no batch" : "adopts " + adopted + ", finds unknown " + unknown,
                    next.at(Job.ADOPTION, none ? LedgerState.IDLE : new Taking.Took(owner, adopted, unknown)),
                    written);
            if (!none) {
                fault(
                        "adopts " + adopted + ", loses the answer",
                        me.suspects(remembers()).at(Job.ADOPTION, LedgerState.IDLE),
                        written);
            }
        }

        private void findOpen(int owner, List<Integer> adopted, List<Integer> unknown) {
            List<Integer> ids = Stream.concat(
                            adopted.stream(),
                            unknown.stream().filter(id -> has(Flaw.TRUSTS_AN_OLD_LIST) || !me.holdsBatch(id)))
                    .toList();
            List<Batch> open = tables.batches().stream()
                    .filter(batch -> ids.contains(batch.id()) && batch.owner() == owner)
                    .map(batch -> new Batch(batch.id(), batch.owner(), open(tables, batch)))
                    .toList();
            Process next = me.at(Job.ADOPTION, ids.isEmpty() ? LedgerState.IDLE : new Taking.Loading(owner, ids, open));
            for (int id : ids) {
                next = next.hold(id, Job.ADOPTION);
            }
            step("finds open " + open, next);
        }

        /** BatchLoading. */
        void finishTaking(Job job) {
            switch (me.at(job)) {
                case Taking.Loading(int owner, List<Integer> ids, List<Batch> open) -> load(job, owner, ids, open);
                case Taking.Idle _, Taking.Looking _, Taking.Took _, Taking.Writing _ -> {}
            }
        }

        private void load(Job job, int owner, List<Integer> ids, List<Batch> open) {
            List<Integer> empty = LedgerState.without(
                    ids,
                    id -> open.stream()
                            .anyMatch(batch -> batch.id() == id && !batch.held().isEmpty()));
            Process done = letGo(me.at(job, LedgerState.IDLE), empty, job);
            step(
                    "loads " + open + ", deletes " + empty,
                    take(done, owner, open),
                    tables.delete(batch -> empty.contains(batch.id())
                            && (batch.owner() == owner || has(Flaw.DELETES_WHAT_IS_OTHERS))));
            Process failed = me.at(job, LedgerState.IDLE).suspects(remembers());
            fault(
                    "fails to load " + ids,
                    has(Flaw.HOLDS_WHAT_IT_FAILED_TO_LOAD) ? failed : letGo(failed, ids, job),
                    tables);
        }

        /** Of entries of its own only: the batch may have been taken anew by another job. */
        private static Process letGo(Process next, List<Integer> ids, Job job) {
            return next.letGo(hold -> ids.contains(hold.batch()) && hold.by() == job);
        }
    }
}
