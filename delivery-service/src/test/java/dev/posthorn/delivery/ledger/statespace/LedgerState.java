package dev.posthorn.delivery.ledger.statespace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A moment of the ledger and of the processes that share it. Deliveries, processes, batches and instances are numbers;
 * instance 0 is nobody, and a greater batch is a newer one, as with UUIDv7.
 *
 * @param processes in their places; a process that was killed keeps its place
 * @param received for each delivery, how often the endpoint received attempt 1, 2, …
 * @param faults how many there were
 * @param deferrals how many deliveries were put off
 */
record LedgerState(Tables tables, List<Process> processes, List<List<Integer>> received, int faults, int deferrals) {

    /** An element of a batch's arrays: attempt {@code number} of a delivery is to be made. */
    record Held(int delivery, int number) {

        @Override
        public int hashCode() {
            return spread(delivery, number);
        }
    }

    /** A row of dispatch_batch. */
    record Batch(int id, int owner, List<Held> held) {

        @Override
        public int hashCode() {
            return spread(id, owner, held.hashCode());
        }

        Batch ownedBy(int instance) {
            return new Batch(id, instance, held);
        }

        boolean holds(int delivery) {
            return held.stream().anyMatch(it -> it.delivery() == delivery);
        }
    }

    /** A row of instance. */
    record Living(int id, boolean ranOut) {

        @Override
        public int hashCode() {
            return spread(id, ranOut ? 1 : 0);
        }
    }

    /**
     * What the tables event, attempt, retry, dead_letter and cancellation say of a delivery.
     *
     * @param tried the highest number of a recorded attempt
     * @param retry the number in its row of retry; 0 when it has none
     */
    record Record(boolean stored, int tried, boolean succeeded, int retry, int deadLetters, boolean cancelled) {

        @Override
        public int hashCode() {
            return spread(stored ? 1 : 0, tried, succeeded ? 1 : 0, retry, deadLetters, cancelled ? 1 : 0);
        }

        static final Record NONE = new Record(false, 0, false, 0, 0, false);

        Record asStored() {
            return new Record(true, tried, succeeded, retry, deadLetters, cancelled);
        }

        Record attempted(int number, boolean success) {
            return new Record(stored, Math.max(tried, number), succeeded || success, retry, deadLetters, cancelled);
        }

        /** {@code on conflict do nothing}. */
        Record waits(int number) {
            return retry > 0 ? this : new Record(stored, tried, succeeded, number, deadLetters, cancelled);
        }

        Record claimed() {
            return new Record(stored, tried, succeeded, 0, deadLetters, cancelled);
        }

        Record dead() {
            return new Record(stored, tried, succeeded, retry, deadLetters + 1, cancelled);
        }

        Record asCancelled() {
            return new Record(stored, tried, succeeded, 0, deadLetters, true);
        }

        boolean isSettled() {
            return succeeded || deadLetters > 0 || cancelled;
        }
    }

    /** @param inDoubt batches in transactions whose client is gone, and whose commit may still come through */
    record Tables(List<Living> instances, List<Batch> batches, List<Record> records, List<Batch> inDoubt) {

        boolean hasInstance(int id) {
            return instances.stream().anyMatch(it -> it.id() == id);
        }

        Tables instances(List<Living> now) {
            return new Tables(sorted(now, Comparator.comparingInt(Living::id)), batches, records, inDoubt);
        }

        Tables batches(List<Batch> now) {
            return new Tables(instances, sorted(now, Comparator.comparingInt(Batch::id)), records, inDoubt);
        }

        Tables record(int delivery, Record now) {
            return new Tables(instances, batches, set(records, delivery, now), inDoubt);
        }

        Tables inDoubt(List<Batch> now) {
            return new Tables(instances, batches, records, sorted(now, Comparator.comparingInt(Batch::id)));
        }

        /** Inserts the batch, and takes its deliveries out of retry. */
        Tables write(Batch batch) {
            Tables next = batches(added(batches, batch));
            for (Held held : batch.held()) {
                next = next.record(
                        held.delivery(), records.get(held.delivery()).asStored().claimed());
            }
            return next;
        }

        Tables delete(Predicate<Batch> which) {
            return batches(without(batches, which));
        }

        Tables takeOut(int batch, Held held) {
            return batches(batches.stream()
                    .map(it -> it.id() == batch ? new Batch(batch, it.owner(), without(it.held(), held::equals)) : it)
                    .toList());
        }

        Tables own(Predicate<Batch> which, int owner) {
            return batches(batches.stream()
                    .map(batch -> which.test(batch) ? batch.ownedBy(owner) : batch)
                    .toList());
        }

        boolean isClaimedInDoubt(int delivery) {
            return inDoubt.stream().anyMatch(batch -> batch.holds(delivery));
        }
    }

    /** How a delivery in memory stands. */
    enum Phase {
        QUEUED,
        OUT,
        SUCCEEDED,
        FAILED,
        DEFERRED,
        /** Not attempted, since its lease did not hold any more. */
        DROPPED
    }

    /**
     * A delivery in memory, and later in the attempt journal's queue.
     *
     * @param owner the instance that the process was when it took the batch
     */
    record InMemory(Held held, int batch, int owner, Phase phase) {

        @Override
        public int hashCode() {
            return spread(held.hashCode(), batch, owner, phase.ordinal());
        }

        InMemory in(Phase next) {
            return new InMemory(held, batch, owner, next);
        }

        boolean isOf(InMemory other) {
            return batch == other.batch && owner == other.owner;
        }
    }

    /**
     * The group that the attempt journal writes; here always of one outcome.
     *
     * @param last whether its batch has no other open delivery
     * @param owned what memory said of the lease when the group was made
     * @param inDoubt whether the answer to its commit was lost
     */
    record Flush(InMemory outcome, boolean last, boolean owned, boolean inDoubt) {}

    /** What may hold a batch, to tell its entry among those held from another one's of the same batch. */
    enum Job {
        JOURNAL,
        CLAIMS,
        ADOPTION
    }

    /** An entry of the map of batches that are held. */
    record Hold(int batch, Job by) {

        @Override
        public int hashCode() {
            return spread(batch, by.ordinal());
        }
    }

    /** Where a job that takes batches stands. */
    sealed interface Taking {

        record Idle() implements Taking {}

        /** Adoption: is about to ask for orphans, and for batches in its name other than those known. */
        record Looking(int owner, List<Integer> known) implements Taking {}

        /** Adoption: its first transaction is committed. */
        record Took(int owner, List<Integer> adopted, List<Integer> unknown) implements Taking {}

        /** Journal, claims: the batch is held, its transaction not yet begun. */
        record Writing(int owner, int batch, List<Held> held) implements Taking {}

        /** The batches are held, their open deliveries are known, none is in memory. */
        record Loading(int owner, List<Integer> batches, List<Batch> open) implements Taking {}
    }

    static final Taking IDLE = new Taking.Idle();

    /** How far a renewal of the lease is. */
    enum Renewal {
        NONE,
        ASKED,
        GRANTED,
        REFUSED
    }

    /**
     * A process.
     *
     * @param instance which one it thinks it is; 0 while it is not running
     * @param leased whether its lease holds by its own clock
     * @param toAccept the deliveries of the event that it is to accept
     * @param suspects whether a commit's answer was lost
     */
    record Process(
            int instance,
            boolean leased,
            Renewal renewal,
            List<Hold> held,
            List<InMemory> memory,
            Flush flush,
            List<Held> toAccept,
            Taking journal,
            Taking claims,
            Taking adoption,
            boolean suspects) {

        @Override
        public int hashCode() {
            int jobs = spread(
                    journal.hashCode(), claims.hashCode(), adoption.hashCode(), flush == null ? 0 : flush.hashCode());
            return spread(
                    instance,
                    leased ? 1 : 0,
                    renewal.ordinal(),
                    held.hashCode(),
                    memory.hashCode(),
                    toAccept.hashCode(),
                    jobs,
                    suspects ? 1 : 0);
        }

        static final Process DOWN =
                new Process(0, false, Renewal.NONE, List.of(), List.of(), null, List.of(), IDLE, IDLE, IDLE, false);

        boolean isUp() {
            return instance != 0;
        }

        boolean holds(int owner) {
            return leased && instance == owner;
        }

        boolean holdsBatch(int batch) {
            return held.stream().anyMatch(hold -> hold.batch() == batch);
        }

        Process as(int newInstance) {
            return new Process(
                    newInstance,
                    true,
                    Renewal.NONE,
                    held,
                    memory,
                    flush,
                    toAccept,
                    journal,
                    claims,
                    adoption,
                    suspects);
        }

        Process leased(boolean now, Renewal next) {
            return new Process(instance, now, next, held, memory, flush, toAccept, journal, claims, adoption, suspects);
        }

        Process suspects(boolean now) {
            return new Process(
                    instance, leased, renewal, held, memory, flush, toAccept, journal, claims, adoption, now);
        }

        Process hold(int batch, Job by) {
            return held(added(without(held, it -> it.batch() == batch), new Hold(batch, by)));
        }

        Process letGo(Predicate<Hold> which) {
            return held(without(held, which));
        }

        private Process held(List<Hold> now) {
            return new Process(
                    instance,
                    leased,
                    renewal,
                    sorted(now, Comparator.comparingInt(Hold::batch)),
                    memory,
                    flush,
                    toAccept,
                    journal,
                    claims,
                    adoption,
                    suspects);
        }

        Process memory(List<InMemory> now) {
            Comparator<InMemory> order = Comparator.<InMemory>comparingInt(
                            it -> it.held().delivery())
                    .thenComparingInt(it -> it.held().number())
                    .thenComparingInt(InMemory::batch)
                    .thenComparingInt(InMemory::owner)
                    .thenComparing(InMemory::phase);
            return new Process(
                    instance,
                    leased,
                    renewal,
                    held,
                    sorted(now, order),
                    flush,
                    toAccept,
                    journal,
                    claims,
                    adoption,
                    suspects);
        }

        Process replace(InMemory before, InMemory after) {
            var changed = new ArrayList<>(memory);
            changed.remove(before);
            if (after != null) {
                changed.add(after);
            }
            return memory(changed);
        }

        Process flush(Flush now) {
            return new Process(
                    instance, leased, renewal, held, memory, now, toAccept, journal, claims, adoption, suspects);
        }

        Process accepts(List<Held> now) {
            return new Process(
                    instance, leased, renewal, held, memory, flush, now, journal, claims, adoption, suspects);
        }

        Taking at(Job job) {
            return switch (job) {
                case JOURNAL -> journal;
                case CLAIMS -> claims;
                case ADOPTION -> adoption;
            };
        }

        Process at(Job job, Taking now) {
            return new Process(
                    instance,
                    leased,
                    renewal,
                    held,
                    memory,
                    flush,
                    toAccept,
                    job == Job.JOURNAL ? now : journal,
                    job == Job.CLAIMS ? now : claims,
                    job == Job.ADOPTION ? now : adoption,
                    suspects);
        }
    }

    @Override
    public int hashCode() {
        return spread(tables.hashCode(), processes.hashCode(), faults, deferrals, spreadCounts());
    }

    private int spreadCounts() {
        int hash = 0;
        for (List<Integer> counts : received) {
            for (int count : counts) {
                hash = spread(hash, count);
            }
        }
        return hash;
    }

    /** Small numbers side by side collide in hash codes of the usual kind; those of these states must not. */
    static int spread(int... parts) {
        long hash = 1;
        for (int part : parts) {
            hash = (hash ^ part) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32);
    }

    LedgerState with(Tables now) {
        return new LedgerState(now, processes, received, faults, deferrals);
    }

    LedgerState with(int process, Process now) {
        return new LedgerState(tables, set(processes, process, now), received, faults, deferrals);
    }

    LedgerState fault() {
        return new LedgerState(tables, processes, received, faults + 1, deferrals);
    }

    LedgerState deferral() {
        return new LedgerState(tables, processes, received, faults, deferrals + 1);
    }

    LedgerState receive(Held held) {
        List<Integer> counts = received.get(held.delivery());
        var now = set(counts, held.number() - 1, counts.get(held.number() - 1) + 1);
        return new LedgerState(tables, processes, set(received, held.delivery(), now), faults, deferrals);
    }

    /** How often attempts of the delivery were repeated. */
    int duplicates(int delivery) {
        return received.get(delivery).stream()
                .mapToInt(count -> Math.max(0, count - 1))
                .sum();
    }

    /** Newer than all that is anywhere. */
    int nextBatch() {
        Stream<Integer> inTables = Stream.concat(tables.batches().stream(), tables.inDoubt().stream())
                .map(Batch::id);
        Stream<Integer> inMemory = processes.stream()
                .flatMap(process -> Stream.concat(
                        process.held().stream().map(Hold::batch),
                        process.memory().stream().map(InMemory::batch)));
        Stream<Integer> inFlush = processes.stream()
                .filter(process -> process.flush() != null)
                .map(process -> process.flush().outcome().batch());
        Stream<Integer> inJobs = processes.stream()
                .flatMap(process -> Stream.of(process.journal(), process.claims(), process.adoption()))
                .flatMap(LedgerState::batchesOf);
        return 1
                + Stream.of(inTables, inMemory, inFlush, inJobs)
                        .flatMap(it -> it)
                        .mapToInt(it -> it)
                        .max()
                        .orElse(0);
    }

    private static Stream<Integer> batchesOf(Taking taking) {
        return switch (taking) {
            case Taking.Idle _, Taking.Looking _ -> Stream.of();
            case Taking.Took took -> Stream.concat(took.adopted().stream(), took.unknown().stream());
            case Taking.Writing writing -> Stream.of(writing.batch());
            case Taking.Loading loading -> loading.batches().stream();
        };
    }

    int nextInstance() {
        int next = 1;
        for (Living living : tables.instances()) {
            next = Math.max(next, living.id() + 1);
        }
        for (Batch batch : tables.batches()) {
            next = Math.max(next, batch.owner() + 1);
        }
        for (Batch batch : tables.inDoubt()) {
            next = Math.max(next, batch.owner() + 1);
        }
        for (Process process : processes) {
            next = Math.max(next, process.instance() + 1);
            for (InMemory delivery : process.memory()) {
                next = Math.max(next, delivery.owner() + 1);
            }
            if (process.flush() != null) {
                next = Math.max(next, process.flush().outcome().owner() + 1);
            }
            for (Taking taking : List.of(process.journal(), process.claims(), process.adoption())) {
                next = Math.max(next, ownerOf(taking) + 1);
            }
        }
        return next;
    }

    private static int ownerOf(Taking taking) {
        return switch (taking) {
            case Taking.Idle _ -> 0;
            case Taking.Looking looking -> looking.owner();
            case Taking.Took took -> took.owner();
            case Taking.Writing writing -> writing.owner();
            case Taking.Loading loading -> loading.owner();
        };
    }

    static <T> List<T> set(List<T> list, int at, T value) {
        var changed = new ArrayList<T>(list);
        changed.set(at, value);
        return List.copyOf(changed);
    }

    static <T> List<T> added(List<T> list, T item) {
        var changed = new ArrayList<T>(list);
        changed.add(item);
        return changed;
    }

    static <T> List<T> without(List<T> list, Predicate<? super T> which) {
        return list.stream().filter(which.negate()).toList();
    }

    private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
        return list.stream().sorted(order).toList();
    }
}
