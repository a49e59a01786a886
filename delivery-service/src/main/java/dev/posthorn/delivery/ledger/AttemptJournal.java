package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Dead;
import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import dev.posthorn.delivery.ledger.ParkingRepository.Parked;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.DeadLetterId;
import dev.posthorn.foundation.job.GroupCommit;
import dev.posthorn.foundation.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Records how deliveries left memory, with all that follows: the retry, the dead letter, the news for
 * monitoring-service, and the end of their batch.
 *
 * <p>A group is written until it is written: while the database is away its outcomes wait here, and memory, which they
 * still occupy, bounds what is started meanwhile.
 */
@ApplicationScoped
public class AttemptJournal {

    private static final Logger LOG = Logger.getLogger(AttemptJournal.class);
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final Duration UNRECORDED_PAUSE = Duration.ofMinutes(1);

    private final DataSource dataSource;
    private final LedgerRepository repository;
    private final ParkingRepository parking;
    private final Instance instance;
    private final LedgerMetrics metrics;
    private final Deliveries deliveries;
    private final RetryClaims claims;
    private final AttemptNewsRelay news;
    private final LaneRepository laneRepository;
    private final Lanes lanes;
    private final LaneClaims laneClaims;
    private final Endpoints endpoints;
    private final InstantSource clock = InstantSource.system();
    private final GroupCommit<List<Settlement>> commits;

    AttemptJournal(
            DataSource dataSource,
            LedgerRepository repository,
            ParkingRepository parking,
            Instance instance,
            Deliveries deliveries,
            RetryClaims claims,
            AttemptNewsRelay news,
            LaneRepository laneRepository,
            Lanes lanes,
            LaneClaims laneClaims,
            Endpoints endpoints,
            LedgerMetrics metrics,
            LedgerConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.parking = parking;
        this.instance = instance;
        this.metrics = metrics;
        this.deliveries = deliveries;
        this.claims = claims;
        this.news = news;
        this.laneRepository = laneRepository;
        this.lanes = lanes;
        this.laneClaims = laneClaims;
        this.endpoints = endpoints;
        this.commits =
                new GroupCommit<>("attempt-journal", config.greatestGroup(), config.gatherOutcomes(), this::commit);
    }

    /** Records it soon. Called from any thread; never blocks. */
    public void settle(Settlement settlement) {
        settle(List.of(settlement));
    }

    /** Forgets it: its lease ended, and it is somebody else's by now. Any thread. */
    public void drop(Delivery delivery) {
        deliveries.release(List.of(delivery));
        if (delivery.batch() instanceof LaneHold hold) {
            lanes.forget(hold);
        }
    }

    /** Records them soon, all in one commit: a batch of events that failed must not be found in parts. */
    public void settle(List<Settlement> together) {
        commits.add(together);
        for (Settlement settlement : together) {
            if (settlement.delivery().batch() instanceof LaneHold hold) {
                hold.noticed(settlement);
            }
        }
    }

    /** Outcomes that wait for their commit, those of one request as one. */
    int waiting() {
        return commits.size();
    }

    void close() {
        commits.close();
    }

    private void commit(List<List<Settlement>> group) {
        var settled = new ArrayList<Settled>();
        for (List<Settlement> together : group) {
            for (Settlement settlement : together) {
                settled.add(
                        new Settled(settlement, settlement.delivery().batch().settleOne()));
            }
        }
        // Each lease by itself: who lost one has nothing more to say about what it held under it.
        settled.stream()
                .collect(Collectors.groupingBy(
                        it -> it.settlement().delivery().batch().owner()))
                .values()
                .forEach(this::commitUntilDone);
    }

    /** @param last whether its batch has no open delivery left after it; counted once, however often it is written */
    private record Settled(Settlement settlement, boolean last) {}

    /** @param group under one lease */
    private void commitUntilDone(List<Settled> group) {
        var flush = new Flush(group);
        for (int failures = 0; ; failures++) {
            try {
                if (failures == 0 || !wasCommittedAfterAll(flush)) {
                    boolean ours = Transaction.run(dataSource, flush::writeIfOurs);
                    if (!ours) {
                        leaveToNewOwner(flush);
                        return;
                    }
                }
                break;
            } catch (SQLException | RuntimeException e) {
                if (SqlFailures.isOfData(e)) {
                    commitOneByOne(group, e);
                    return;
                }
                LOG.warnf(e, "%d outcomes are not recorded yet, trying again", group.size());
                if (!pause(failures)) {
                    return;
                }
            }
        }
        done(flush);
    }

    /**
     * Our lease ended, and whoever looked for orphans first has these deliveries now: to it they are open, and must stay so.
     * What we hold under their batches' ids may be a later lease's, and is not let go.
     */
    private void leaveToNewOwner(Flush flush) {
        LOG.warnf("%d outcomes came after the end of their lease; they are attempted again", flush.deliveries.size());
        deliveries.release(flush.deliveries);
        flush.ordered.lost();
    }

    private void done(Flush flush) {
        metrics.committedOutcomes(flush.deliveries.size());
        instance.letGo(flush.finished);
        deliveries.release(flush.deliveries);
        if (!flush.attempts.isEmpty()) {
            news.wake();
        }
        flush.waiting.stream().map(Waiting::dueAt).min(Instant::compareTo).ifPresent(claims::expect);
        Instant laneDue = flush.ordered.recorded();
        if (laneDue != null) {
            laneClaims.expect(laneDue);
        }
        flush.attempts.forEach(AttemptLog::write);
    }

    /** A connection that broke during the commit leaves open whether it came through. */
    private boolean wasCommittedAfterAll(Flush flush) throws SQLException {
        if (flush.transaction == null) {
            return false;
        }
        String status = Transaction.run(dataSource, connection -> repository.statusOf(connection, flush.transaction));
        if ("in progress".equals(status)) {
            throw new SQLException("It is still open whether the outcomes were recorded", "08007");
        }
        return "committed".equals(status);
    }

    /** One of them is at fault; the others must not suffer for it. */
    private void commitOneByOne(List<Settled> group, Exception failure) {
        if (group.size() > 1) {
            group.forEach(settled -> commitUntilDone(List.of(settled)));
            return;
        }
        Settled settled = group.getFirst();
        Delivery delivery = settled.settlement().delivery();
        LOG.errorf(
                failure, "An outcome of %s cannot be recorded", delivery.event().id());
        if (settled.settlement() instanceof Settlement.Attempted) {
            // It is attempted again later: better twice than never.
            var later = new Settlement.Deferred(delivery, clock.instant().plus(UNRECORDED_PAUSE));
            commitUntilDone(List.of(new Settled(later, settled.last())));
        } else {
            drop(delivery);
        }
    }

    private static boolean pause(int failures) {
        try {
            TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MILLIS, 50L << Math.min(failures, 6)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What one group writes. Worked out once: a second try must write the same. */
    private final class Flush {

        private final UUID owner;
        private final List<Delivery> deliveries;
        private final List<Attempt> attempts = new ArrayList<>();
        private final List<Waiting> waiting = new ArrayList<>();
        private final List<Parked> parked = new ArrayList<>();
        private final List<Dead> dead = new ArrayList<>();
        private final List<Delivery> withoutAttempt = new ArrayList<>();
        private final LaneOutcomes ordered = new LaneOutcomes(laneRepository, lanes, endpoints);
        private final List<UUID> finished = new ArrayList<>();
        private final AttemptNews told;
        private String transaction;

        Flush(List<Settled> group) {
            this.owner = group.getFirst().settlement().delivery().batch().owner();
            this.deliveries = group.stream()
                    .map(settled -> settled.settlement().delivery())
                    .toList();
            for (Settled settled : group) {
                if (settled.settlement().delivery().batch() instanceof LaneHold hold) {
                    addOrdered(hold, settled.settlement());
                    continue;
                }
                switch (settled.settlement()) {
                    case Settlement.Attempted attempted -> add(attempted.attempt());
                    case Settlement.Deferred deferred -> waiting.add(Waiting.of(deferred.delivery(), deferred.until()));
                    case Settlement.Parked it -> parked.add(Parked.of(it));
                    case Settlement.Abandoned(Delivery delivery, String reason) ->
                        addDead(delivery, reason, delivery.number() - 1);
                    case Settlement.Enlisted enlisted -> ordered.enlist(enlisted);
                }
                if (!(settled.settlement() instanceof Settlement.Attempted)) {
                    withoutAttempt.add(settled.settlement().delivery());
                }
                if (settled.last()) {
                    finished.add(settled.settlement().delivery().batch().id());
                }
            }
            this.told = attempts.isEmpty() ? null : AttemptNews.of(attempts);
        }

        /** It waits in its lane, and is in no batch's row. */
        private void addOrdered(LaneHold hold, Settlement settlement) {
            ordered.add(hold, settlement);
            if (settlement instanceof Settlement.Attempted(Attempt attempt)) {
                attempts.add(attempt);
                if (attempt.next() instanceof NextStep.DeadLetter letter) {
                    addDead(
                            attempt.delivery(),
                            letter.reason(),
                            attempt.delivery().number());
                }
            } else if (settlement instanceof Settlement.Abandoned(Delivery delivery, String reason)) {
                addDead(delivery, reason, delivery.number() - 1);
            }
        }

        private void addDead(Delivery delivery, String reason, int attempted) {
            dead.add(new Dead(DeadLetterId.next(), delivery, reason, attempted));
        }

        private void add(Attempt attempt) {
            attempts.add(attempt);
            Delivery delivery = attempt.delivery();
            switch (attempt.next()) {
                case NextStep.Complete _ -> {}
                case NextStep.RetryAt retry -> waiting.add(Waiting.afterFailure(delivery, retry.at()));
                case NextStep.DeadLetter letter -> addDead(delivery, letter.reason(), delivery.number());
            }
        }

        /** Batches that stay, but lose deliveries that were not attempted. */
        private Set<UUID> shrunk() {
            return withoutAttempt.stream()
                    .map(delivery -> delivery.batch().id())
                    .filter(id -> !finished.contains(id))
                    .collect(Collectors.toSet());
        }

        /** @return whether it was; an instance that is there no more had its batches taken */
        boolean writeIfOurs(Connection connection) throws SQLException {
            transaction = repository.lockInstance(connection, owner);
            if (transaction == null) {
                return false;
            }
            write(connection);
            return true;
        }

        private void write(Connection connection) throws SQLException {
            repository.addAttempts(connection, attempts);
            repository.addRetries(connection, waiting);
            parking.park(connection, parked);
            ordered.write(connection);
            repository.addDeadLetters(connection, dead);
            if (told != null) {
                news.promise(connection, told);
            }
            repository.deleteBatches(connection, owner, finished);
            repository.takeOut(connection, owner, shrunk(), withoutAttempt);
        }
    }
}
