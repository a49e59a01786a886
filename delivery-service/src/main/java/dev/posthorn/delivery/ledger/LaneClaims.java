package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LaneClaimRepository.Placed;
import dev.posthorn.delivery.ledger.LaneRepository.Entered;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.job.RepeatedJob;
import dev.posthorn.foundation.sql.Transaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes ordered lanes that are nobody's and may go on, and gives each lane that is ours its next run, or lets it go when
 * nothing is left in it. A lane is looked into under its lock, so that nothing that is accepted meanwhile is overlooked.
 */
@ApplicationScoped
class LaneClaims {

    private static final int LANES_A_ROUND = 100;
    private static final Duration FORESIGHT = Duration.ofMinutes(1);

    private final DataSource dataSource;
    private final LaneClaimRepository repository;
    private final LaneRuns runs;
    private final Lanes lanes;
    private final Instance instance;
    private final BatchLoading loading;
    private final Deliveries deliveries;
    private final Endpoints endpoints;
    private final LedgerConfig config;
    private final InstantSource clock = InstantSource.system();
    /** Outcomes that are recorded while the service stops set no alarm any more. */
    private final ScheduledThreadPoolExecutor alarm = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("lane-alarm").factory(), new ThreadPoolExecutor.DiscardPolicy());

    private volatile Instant lookForLost = Instant.MIN;
    private volatile RepeatedJob job;

    LaneClaims(
            DataSource dataSource,
            LaneClaimRepository repository,
            LaneRuns runs,
            Lanes lanes,
            Instance instance,
            BatchLoading loading,
            Deliveries deliveries,
            Endpoints endpoints,
            LedgerConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.runs = runs;
        this.lanes = lanes;
        this.instance = instance;
        this.loading = loading;
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.config = config;
    }

    /** @param more whether there is more to do at once */
    record Round(int taken, int filled, boolean more) {}

    void start(@Observes @Priority(Instance.START_PRIORITY + 10) StartupEvent event) {
        job = RepeatedJob.start(
                "lane-claims", config.unparkInterval(), () -> runOnce().more());
        lanes.whenDrained(job::wake);
    }

    void stop() {
        job.close();
        alarm.shutdownNow();
    }

    void wake() {
        // What comes before the start is found by the first round.
        if (job != null) {
            job.wake();
        }
    }

    void wakeAfterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) Resending.MadeDue event) {
        lookForLost = Instant.MIN;
        wake();
    }

    /** A lane goes on then: looks at that moment rather than at the next interval. Any thread. */
    void expect(Instant due) {
        Instant now = clock.instant();
        if (due.isBefore(now.plus(FORESIGHT))) {
            alarm.schedule(this::wake, Math.max(0, now.until(due).toMillis()) + 1, TimeUnit.MILLISECONDS);
        }
    }

    /** One round. */
    Round runOnce() throws SQLException {
        lanes.forgetLost();
        if (!loading.mayTake()) {
            return new Round(0, 0, false);
        }
        List<LaneHold> work = lanes.pollDrained(LANES_A_ROUND);
        int drained = work.size();
        try {
            UUID owner = instance.id();
            for (Entered taken : take(owner, LANES_A_ROUND - drained)) {
                work.add(lanes.hold(taken.lane(), taken.hold(), owner));
            }
            Map<LaneHold, List<Placed>> found = Transaction.run(dataSource, connection -> look(connection, work));
            runs.fill(found);
        } catch (SQLException | RuntimeException e) {
            // Found again as lanes in our name that we do not hold, or, were they given up already, not at all.
            work.forEach(lanes::giveUp);
            throw e;
        }
        return new Round(work.size() - drained, work.size(), work.size() == LANES_A_ROUND);
    }

    private List<Entered> take(UUID owner, int most) throws SQLException {
        if (most == 0) {
            return List.of();
        }
        boolean lost = !clock.instant().isBefore(lookForLost);
        var unknown = new ArrayList<Entered>();
        List<Entered> taken = Transaction.run(dataSource, connection -> {
            if (lost) {
                free(connection);
                unknown.addAll(repository.findUnknown(connection, owner, lanes.ids()));
            }
            var all = new ArrayList<>(repository.takeDue(connection, owner, most));
            if (lost && all.size() < most) {
                all.addAll(repository.takeOrphans(connection, owner, most - all.size()));
            }
            if (all.size() < most) {
                all.addAll(repository.takeParked(connection, owner, roomForParked(connection, most - all.size())));
            }
            return all;
        });
        if (lost) {
            lookForLost = clock.instant().plus(config.adoptInterval());
        }
        // Again, after the look: one that was held and committed between the two is known.
        unknown.removeIf(lane -> lanes.find(lane.hold()) != null);
        taken.addAll(unknown);
        return taken;
    }

    private void free(Connection connection) throws SQLException {
        List<UUID> blocked = repository.findBlockedEndpoints(connection);
        if (!blocked.isEmpty()) {
            repository.free(
                    connection, blocked.stream().filter(id -> !blocks(id)).toList());
        }
    }

    private boolean blocks(UUID id) {
        Endpoint endpoint = endpoints.find(new EndpointId(id));
        return endpoint != null && endpoint.blocksOnDeadLetter();
    }

    private Map<UUID, Integer> roomForParked(Connection connection, int most) throws SQLException {
        var room = new HashMap<UUID, Integer>();
        int left = most;
        for (UUID endpoint : repository.findParkedEndpoints(connection)) {
            int now =
                    Math.min(left, deliveries.roomFor(new EndpointId(endpoint)).deliveries());
            if (now > 0) {
                room.put(endpoint, now);
                left -= now;
            }
        }
        return room;
    }

    /** Between the locks and the look into the lanes lies a statement's end: whoever had a lock before is seen. */
    private Map<LaneHold, List<Placed>> look(Connection connection, List<LaneHold> work) throws SQLException {
        var found = new HashMap<LaneHold, List<Placed>>();
        if (work.isEmpty()) {
            return found;
        }
        List<UUID> locked = repository.lockHolds(connection, work);
        List<UUID> held = locked.size() == work.size() ? locked : repository.findHolds(connection, work);
        var ours = new ArrayList<LaneHold>();
        for (LaneHold hold : work) {
            if (locked.contains(hold.id())) {
                ours.add(hold);
            } else if (held.contains(hold.id())) {
                lanes.drained(hold);
            } else {
                lanes.forget(hold);
            }
        }
        return ours.isEmpty() ? found : look(connection, ours, found);
    }

    private Map<LaneHold, List<Placed>> look(
            Connection connection, List<LaneHold> ours, Map<LaneHold, List<Placed>> found) throws SQLException {
        int share = Math.max(1, config.claimSize() / ours.size());
        var most = new HashMap<UUID, Integer>();
        var byId = new HashMap<UUID, LaneHold>();
        for (LaneHold hold : ours) {
            byId.put(hold.id(), hold);
            most.put(hold.id(), Math.min(share, hold.nextRun()));
        }
        for (Placed placed : repository.readRuns(connection, ours, most)) {
            found.computeIfAbsent(byId.get(placed.hold()), none -> new ArrayList<>())
                    .add(placed);
        }
        repository.deleteEmpty(
                connection,
                ours.stream().filter(hold -> !found.containsKey(hold)).toList());
        ours.forEach(hold -> found.putIfAbsent(hold, List.of()));
        return found;
    }
}
