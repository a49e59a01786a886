package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.Acceptance.EventSummary;
import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import dev.posthorn.delivery.ledger.ParkingRepository.Parked;
import dev.posthorn.delivery.ledger.Submission.Entry;
import dev.posthorn.delivery.ledger.Submission.Key;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.job.GroupCommit;
import dev.posthorn.foundation.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Keeps events before anybody is told that they were accepted, and leases their deliveries in the same commit.
 *
 * <p>Killed before the commit, the publisher has no answer and nothing was kept. Killed after it, the batch's row is
 * there, and its deliveries are made by whoever finds it without a living owner.
 */
@ApplicationScoped
public class EventJournal {

    private static final Logger LOG = Logger.getLogger(EventJournal.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final LedgerRepository repository;
    private final ParkingRepository parking;
    private final Instance instance;
    private final LedgerMetrics metrics;
    private final Deliveries deliveries;
    private final LaneRepository laneRepository;
    private final Lanes lanes;
    private final Endpoints endpoints;
    private final RetryClaims claims;
    private final int greatestBatch;
    private final MemoryBudget memory;
    private final GroupCommit<Submission> commits;

    EventJournal(
            DataSource dataSource,
            LedgerRepository repository,
            ParkingRepository parking,
            Instance instance,
            Deliveries deliveries,
            LaneRepository laneRepository,
            Lanes lanes,
            Endpoints endpoints,
            RetryClaims claims,
            LedgerMetrics metrics,
            LedgerConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.parking = parking;
        this.instance = instance;
        this.metrics = metrics;
        this.deliveries = deliveries;
        this.laneRepository = laneRepository;
        this.lanes = lanes;
        this.endpoints = endpoints;
        this.claims = claims;
        this.greatestBatch = config.greatestBatch();
        this.memory = new MemoryBudget(config.acceptMemory().asLongValue());
        this.commits = new GroupCommit<>("event-journal", config.greatestGroup(), this::commit);
    }

    /**
     * Keeps the events of a submission, all or none. May be called from any thread; never blocks.
     *
     * @return completed after the commit, with an answer for each event in their order, or with an {@link ApiException}
     * @throws ApiException 503 when too much waits for its commit already
     */
    public CompletionStage<List<Acceptance>> accept(Submission submission) {
        long cost = costOf(submission);
        if (!memory.tryTake(cost)) {
            throw ApiException.unavailable("Too many events wait to be stored; try again", RETRY_AFTER);
        }
        commits.add(submission);
        return submission.answer().whenComplete((answer, failure) -> memory.giveBack(cost));
    }

    /** Bytes that wait for their commit. */
    long waiting() {
        return memory.used();
    }

    void close() {
        commits.close();
    }

    private static long costOf(Submission submission) {
        return submission.entries().stream()
                .mapToLong(entry -> MemoryBudget.costOf(entry.event()))
                .sum();
    }

    private void commit(List<Submission> group) {
        var round = new Round();
        try {
            Transaction.run(dataSource, connection -> {
                round.write(connection, group);
                return group;
            });
        } catch (SQLException | RuntimeException e) {
            round.undo();
            failed(group, e);
            return;
        }
        metrics.committedSubmissions(group.size());
        deliveries.take(round.taken);
        round.ordered.committed();
        if (round.firstDue != null) {
            claims.expect(round.firstDue);
        }
        group.forEach(submission -> submission.answer().complete(round.answers.get(submission)));
    }

    private void failed(List<Submission> group, Exception failure) {
        if (group.size() > 1 && SqlFailures.isOfData(failure)) {
            // One of them is at fault; the others must not suffer for it.
            group.forEach(submission -> commit(List.of(submission)));
            return;
        }
        LOG.errorf(failure, "A group of %d submissions was not stored", group.size());
        // The commit may have come through and only its answer been lost: then adoption finds the batch in our name.
        var unavailable = ApiException.unavailable("The event could not be stored; try again", RETRY_AFTER);
        group.forEach(submission -> submission.answer().completeExceptionally(unavailable));
    }

    /**
     * One group's way through a transaction, and what to do after it. Its sets go by identity: two equal events are two, and
     * comparing their payloads would cost.
     */
    private final class Round {

        private final Map<Submission, List<Acceptance>> answers = new IdentityHashMap<>();
        private final List<Delivery> taken = new ArrayList<>();
        private final List<UUID> batches = new ArrayList<>();
        private final LaneEntries ordered = new LaneEntries(laneRepository, lanes, deliveries);
        private Instant firstDue;

        void write(Connection connection, List<Submission> group) throws SQLException {
            Set<Submission> fresh = claimIdempotencyKeys(connection, group);
            Set<Entry> kept = claimExternalIds(connection, group, fresh);
            List<AcceptedEvent> events = group.stream()
                    .flatMap(submission -> submission.entries().stream())
                    .filter(kept::contains)
                    .map(Entry::event)
                    .toList();
            repository.addEvents(connection, events);
            addBatches(connection, events);
            for (Submission submission : group) {
                answers.put(
                        submission,
                        fresh.contains(submission)
                                ? answerFresh(connection, submission, kept)
                                : answerRepeated(connection, submission));
            }
            ordered.write(connection);
        }

        private Set<Submission> claimIdempotencyKeys(Connection connection, List<Submission> group)
                throws SQLException {
            List<Submission> keyed =
                    group.stream().filter(it -> it.idempotencyKey() != null).toList();
            var added = repository.addKeys(
                    connection,
                    keyed.stream().map(Submission::idempotencyKey).toList(),
                    keyed.stream()
                            .map(it -> it.entries().getFirst().event().id())
                            .toList());
            Set<Submission> fresh = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Submission submission : group) {
                // Of two with the same key in one group, the first one takes it out of the set.
                if (submission.idempotencyKey() == null
                        || added.remove(submission.idempotencyKey().identity())) {
                    fresh.add(submission);
                }
            }
            return fresh;
        }

        private Set<Entry> claimExternalIds(Connection connection, List<Submission> group, Set<Submission> fresh)
                throws SQLException {
            List<Entry> entries = group.stream()
                    .filter(fresh::contains)
                    .flatMap(it -> it.entries().stream())
                    .toList();
            List<Entry> keyed = entries.stream().filter(it -> it.key() != null).toList();
            var added = repository.addKeys(
                    connection,
                    keyed.stream().map(Entry::key).toList(),
                    keyed.stream().map(it -> it.event().id()).toList());
            Set<Entry> kept = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Entry entry : entries) {
                if (entry.key() == null || added.remove(entry.key().identity())) {
                    kept.add(entry);
                }
            }
            return kept;
        }

        /** What has a time waits for it on disk. What its endpoint or memory has no room for is parked, and comes in later. */
        private void addBatches(Connection connection, List<AcceptedEvent> events) throws SQLException {
            var parked = new ArrayList<Parked>();
            var scheduled = new ArrayList<Waiting>();
            var batch = new ArrayList<Delivery>();
            LeasedBatch lease = newBatch();
            for (AcceptedEvent event : events) {
                for (EndpointId endpoint : event.endpoints()) {
                    if (event.options().deliverAt() != null) {
                        scheduled.add(
                                Waiting.first(event, endpoint, event.options().deliverAt()));
                        continue;
                    }
                    String lane = laneOf(event, endpoint);
                    if (lane != null) {
                        ordered.add(new OrderedLane(endpoint.value(), lane), event);
                        continue;
                    }
                    if (!deliveries.admit(event, endpoint)) {
                        parked.add(Parked.first(
                                event, endpoint, deliveries.roomFor(endpoint).askAgain()));
                        continue;
                    }
                    var delivery = new Delivery(event, endpoint, 1, 0, Trigger.FIRST, lease);
                    taken.add(delivery);
                    batch.add(delivery);
                    if (batch.size() == greatestBatch) {
                        addBatch(connection, lease, batch);
                        lease = newBatch();
                    }
                }
            }
            if (!batch.isEmpty()) {
                addBatch(connection, lease, batch);
            }
            parking.park(connection, parked);
            repository.addRetries(connection, scheduled);
            firstDue = scheduled.stream()
                    .map(Waiting::dueAt)
                    .min(Instant::compareTo)
                    .orElse(null);
        }

        /** Null when it needs no order. */
        private String laneOf(AcceptedEvent event, EndpointId id) {
            Endpoint endpoint = endpoints.find(id);
            return endpoint == null ? null : endpoint.laneOf(event.options().orderingKey());
        }

        private LeasedBatch newBatch() {
            return new LeasedBatch(TypeId.next(), instance.id(), 0);
        }

        private void addBatch(Connection connection, LeasedBatch lease, List<Delivery> batch) throws SQLException {
            lease.grow(batch.size());
            instance.hold(lease);
            batches.add(lease.id());
            repository.addBatch(
                    connection,
                    lease.id(),
                    lease.owner(),
                    batch.stream().map(Held::of).toList());
            batch.clear();
        }

        private List<Acceptance> answerFresh(Connection connection, Submission submission, Set<Entry> kept)
                throws SQLException {
            var answer = new ArrayList<Acceptance>();
            var events = new ArrayList<UUID>();
            for (Entry entry : submission.entries()) {
                if (kept.contains(entry)) {
                    answer.add(new Acceptance.Kept(EventSummary.of(entry.event())));
                    events.add(entry.event().id().value());
                } else {
                    List<AcceptedEvent> earlier = findRepeated(connection, entry.key());
                    earlier.forEach(event -> events.add(event.id().value()));
                    answer.add(
                            earlier.isEmpty()
                                    ? new Acceptance.KeyReused(false)
                                    : new Acceptance.Repeated(EventSummary.of(earlier.getFirst())));
                }
            }
            if (submission.idempotencyKey() != null) {
                repository.setEventsOfKey(connection, submission.idempotencyKey(), events);
            }
            return answer;
        }

        private List<Acceptance> answerRepeated(Connection connection, Submission submission) throws SQLException {
            List<AcceptedEvent> earlier = findRepeated(connection, submission.idempotencyKey());
            if (earlier.isEmpty()) {
                return List.of(new Acceptance.KeyReused(true));
            }
            return earlier.stream()
                    .<Acceptance>map(event -> new Acceptance.Repeated(EventSummary.of(event)))
                    .toList();
        }

        /** The events of an earlier request under the key; empty when that was another request. */
        private List<AcceptedEvent> findRepeated(Connection connection, Key key) throws SQLException {
            var stored = repository.findKey(connection, key);
            if (stored == null || !stored.fingerprint().equals(key.fingerprint())) {
                return List.of();
            }
            var events = repository.findEvents(connection, stored.eventIds());
            return stored.eventIds().stream()
                    .map(events::get)
                    .filter(Objects::nonNull)
                    .toList();
        }

        void undo() {
            instance.letGo(batches);
            deliveries.forgo(taken);
            ordered.undo();
        }
    }
}
