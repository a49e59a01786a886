package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.job.RepeatedJob;
import dev.posthorn.foundation.sql.Transaction;
import dev.posthorn.replica.CatalogReplica;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This process as a holder of batches, under one lease for all of them.
 *
 * <p>The lease counts by the process's own monotonic clock from before the renewal was asked for, so that it ends here
 * before it ends in the database. A process that was stopped for longer finds its lease ended the moment it goes on: it
 * sends nothing more of what it held, and goes on as a new instance.
 */
@ApplicationScoped
public class Instance {

    public static final int START_PRIORITY = CatalogReplica.START_PRIORITY + 10;

    private static final Logger LOG = Logger.getLogger(Instance.class);

    private final DataSource dataSource;
    private final LedgerRepository repository;
    private final LaneRepository laneRepository;
    private final LedgerConfig config;
    private final Map<UUID, LeasedBatch> held = new ConcurrentHashMap<>();
    private volatile Lease lease = new Lease(new UUID(0, 0), System.nanoTime());
    /** The instances that live, and which one of them this is. */
    private volatile Place place = new Place(0, 1);

    private volatile long leasesLost;
    private RepeatedJob job;

    Instance(DataSource dataSource, LedgerRepository repository, LaneRepository laneRepository, LedgerConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.laneRepository = laneRepository;
        this.config = config;
    }

    private record Place(int number, int of) {}

    /** @param until on the scale of {@link System#nanoTime} */
    private record Lease(UUID instance, long until) {

        boolean isValid() {
            return System.nanoTime() - until < 0;
        }
    }

    void start(@Observes @Priority(START_PRIORITY) StartupEvent event) throws SQLException {
        register();
        job = RepeatedJob.start("lease-renewal", config.renewInterval(), () -> {
            renew();
            return false;
        });
    }

    UUID id() {
        return lease.instance();
    }

    double leasesLost() {
        return leasesLost;
    }

    /** Whether the batch is still ours, and its deliveries may be attempted. Any thread. */
    public boolean holds(LeasedBatch batch) {
        Lease now = lease;
        return now.isValid() && now.instance().equals(batch.owner());
    }

    /**
     * This instance's share of a number that all together may have: they add up to it, but each has 1 at least. When one
     * comes or goes the others know it at their next renewal. Any thread.
     */
    public int shareOf(int total) {
        Place now = place;
        return Math.max(1, total / now.of() + (now.number() < total % now.of() ? 1 : 0));
    }

    /** Whether there is any sense in taking batches. */
    boolean isLeased() {
        return lease.isValid();
    }

    void hold(LeasedBatch batch) {
        held.put(batch.id(), batch);
    }

    void letGo(Collection<UUID> batches) {
        held.keySet().removeAll(batches);
    }

    Collection<UUID> heldBatches() {
        return held.keySet();
    }

    /** One round of showing that we live. */
    void renew() throws SQLException {
        Lease before = lease;
        long asked = System.nanoTime();
        boolean renewed = before.isValid()
                && Transaction.run(dataSource, connection -> {
                    boolean stillOurs = repository.renewLease(connection, before.instance(), config.lease());
                    place = placeOf(before.instance(), repository.livingInstances(connection));
                    return stillOurs;
                });
        // Not when it ended while we waited for the answer: what was queued may have been dropped meanwhile.
        if (renewed && before.isValid()) {
            lease = new Lease(before.instance(), asked + config.lease().toNanos());
        } else {
            leasesLost++;
            LOG.warnf("The lease of instance %s ended; what it held goes to whoever is there", before.instance());
            register();
        }
    }

    private static Place placeOf(UUID instance, List<UUID> living) {
        return new Place(Math.max(0, living.indexOf(instance)), Math.max(1, living.size()));
    }

    private void register() throws SQLException {
        UUID instance = TypeId.next();
        long asked = System.nanoTime();
        Transaction.run(dataSource, connection -> {
            repository.registerInstance(connection, instance, config.lease());
            place = placeOf(instance, repository.livingInstances(connection));
            return instance;
        });
        held.clear();
        lease = new Lease(instance, asked + config.lease().toNanos());
        LOG.infof("Instance %s holds a lease of %s", instance, config.lease());
    }

    /** Leaves what is held to the others at once. Called when nothing is in flight any more. */
    void giveBack() throws SQLException {
        job.close();
        UUID instance = lease.instance();
        lease = new Lease(instance, System.nanoTime() - 1);
        Transaction.run(dataSource, connection -> {
            laneRepository.giveBack(connection, instance);
            repository.giveBack(connection, instance);
            return instance;
        });
    }
}
