package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.Deliveries.Room;
import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.delivery.ledger.ParkingRepository.Favour;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.job.RepeatedJob;
import dev.posthorn.foundation.sql.Transaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lets deliveries that wait for their endpoint come, as many as it has room for: one or a few as a trial while it does not
 * answer, all of them little by little once it does, or when it is resumed.
 */
@ApplicationScoped
public class Unparking {

    private static final int ENDPOINTS_A_ROUND = 200;

    /** Of an endpoint's room, this part is for a priority whose turn it is, even if more urgent ones are parked. */
    private static final int FAVOURED_PART = 8;

    private final DataSource dataSource;
    private final ParkingRepository repository;
    private final Deliveries deliveries;
    private final Endpoints endpoints;
    private final BatchLoading loading;
    private final LedgerConfig config;
    private final InstantSource clock = InstantSource.system();
    private final ConcurrentLinkedQueue<UUID> recovered = new ConcurrentLinkedQueue<>();
    private volatile RepeatedJob job;
    private long rounds;

    Unparking(
            DataSource dataSource,
            ParkingRepository repository,
            Deliveries deliveries,
            Endpoints endpoints,
            BatchLoading loading,
            LedgerConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.loading = loading;
        this.config = config;
    }

    /** @param more whether there is more to do at once */
    record Round(int taken, boolean more) {}

    void start(@Observes @Priority(Instance.START_PRIORITY + 10) StartupEvent event) {
        job = RepeatedJob.start(
                "unparking", config.unparkInterval(), () -> runOnce().more());
    }

    void stop() {
        job.close();
    }

    /** The endpoint answers again, or is paused no longer. Any thread. */
    public void recovered(UUID endpoint) {
        recovered.add(endpoint);
        // What comes before the start is found by the first round.
        if (job != null) {
            job.wake();
        }
    }

    /** One round. */
    Round runOnce() throws SQLException {
        lookAtRecovered();
        if (!loading.mayTake()) {
            return new Round(0, false);
        }
        Look look = loading.takeIn(this::look);
        rounds++;
        noteCaughtUp();
        return new Round(
                look.taken().size(),
                look.endpoints() == ENDPOINTS_A_ROUND || look.taken().size() == config.claimSize());
    }

    private void lookAtRecovered() throws SQLException {
        var endpoints = new ArrayList<UUID>();
        for (UUID next = recovered.poll(); next != null; next = recovered.poll()) {
            endpoints.add(next);
        }
        if (!endpoints.isEmpty()) {
            Transaction.run(dataSource, connection -> {
                repository.lookNow(connection, endpoints);
                return endpoints;
            });
        }
    }

    private void noteCaughtUp() throws SQLException {
        Set<UUID> behind = deliveries.behind();
        if (!behind.isEmpty()) {
            Set<UUID> parked = Transaction.run(dataSource, connection -> repository.findParked(connection, behind));
            behind.stream().filter(endpoint -> !parked.contains(endpoint)).forEach(deliveries::caughtUp);
        }
    }

    /** Where there is room for few, one in every eighth round. */
    private int favoured(int room) {
        return room >= FAVOURED_PART ? room / FAVOURED_PART : room > 0 && rounds % FAVOURED_PART == 0 ? 1 : 0;
    }

    private record Look(int endpoints, List<Held> taken) implements BatchLoading.Taken {}

    /**
     * Takes at most a claim's size in all. Between the lock and the look at what is parked lies a statement's end: the look
     * sees everything that was parked by whoever had the lock before.
     */
    private Look look(Connection connection, UUID batch) throws SQLException {
        List<UUID> due = repository.lockDueEndpoints(connection, ENDPOINTS_A_ROUND);
        var room = new LinkedHashMap<UUID, Integer>();
        var later = new HashMap<UUID, Instant>();
        var gone = new ArrayList<UUID>();
        var favoured = new HashMap<UUID, Integer>();
        int left = config.claimSize();
        List<UUID> foreign = due.stream()
                .filter(it -> endpoints.isForeign(new EndpointId(it)))
                .toList();
        repository.move(connection, foreign);
        for (UUID endpoint : due) {
            if (foreign.contains(endpoint)) {
                continue;
            }
            Room there = deliveries.roomFor(new EndpointId(endpoint));
            later.put(endpoint, there.askAgain());
            int now = Math.min(there.deliveries(), left);
            left -= now;
            int part = favoured(now);
            if (now > 0) {
                room.put(endpoint, Math.max(1, now - part));
            }
            if (part > 0) {
                favoured.put(endpoint, part);
            }
        }
        List<Held> taken = repository.unpark(connection, batch, room, Favour.inTurn(rounds / FAVOURED_PART, favoured));
        var counts = new HashMap<UUID, Integer>();
        taken.forEach(held -> counts.merge(held.endpointId(), 1, Integer::sum));
        room.forEach((endpoint, asked) -> {
            if (counts.getOrDefault(endpoint, 0) < asked) {
                gone.add(endpoint);
                later.remove(endpoint);
            } else {
                // There are more, and perhaps still room.
                later.put(endpoint, clock.instant());
            }
        });
        repository.forget(connection, gone);
        repository.lookLater(connection, later);
        return new Look(due.size(), taken);
    }
}
