package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.foundation.job.RepeatedJob;
import dev.posthorn.foundation.sql.Transaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Takes batches that nobody holds: of instances whose lease ran out, those that were written when there was no room, and
 * those whose commit came through although its answer did not.
 */
@ApplicationScoped
public class OrphanAdoption {

    private static final Logger LOG = Logger.getLogger(OrphanAdoption.class);
    private static final int BATCHES_A_ROUND = 20;

    private final DataSource dataSource;
    private final LedgerRepository repository;
    private final Instance instance;
    private final BatchLoading loading;
    private final LedgerConfig config;
    private RepeatedJob job;

    OrphanAdoption(
            DataSource dataSource,
            LedgerRepository repository,
            Instance instance,
            BatchLoading loading,
            LedgerConfig config) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.instance = instance;
        this.loading = loading;
        this.config = config;
    }

    void start(@Observes @Priority(Instance.START_PRIORITY + 10) StartupEvent event) {
        job = RepeatedJob.start("orphan-adoption", config.adoptInterval(), () -> runOnce() > 0);
    }

    void stop() {
        job.close();
    }

    /** One round. @return how many batches were taken */
    int runOnce() throws SQLException {
        return loading.mayTake() ? adopt(instance.id()) : 0;
    }

    /**
     * Batches in our name that we do not hold are looked for in every round: a commit whose answer was lost may come through
     * late, and a batch whose loading failed is one of them too.
     */
    private int adopt(UUID owner) throws SQLException {
        var unknown = new ArrayList<UUID>();
        List<UUID> ids = Transaction.run(dataSource, connection -> {
            repository.deleteDeadInstances(connection);
            unknown.addAll(repository.findUnknownBatches(connection, owner, instance.heldBatches()));
            return repository.adoptBatches(connection, owner, BATCHES_A_ROUND);
        });
        // Again, after the look: a batch that was held and committed between the two is known.
        unknown.removeAll(instance.heldBatches());
        ids.addAll(unknown);
        if (ids.isEmpty()) {
            return 0;
        }
        List<Held> open =
                Transaction.run(dataSource, connection -> repository.findOpenDeliveries(connection, owner, ids));
        Map<UUID, LeasedBatch> batches = new HashMap<>();
        for (UUID id : ids) {
            var batch = new LeasedBatch(id, owner, 0);
            instance.hold(batch);
            batches.put(id, batch);
        }
        LOG.infof("Adopted %d batches with %d open deliveries", ids.size(), open.size());
        loading.load(batches, open);
        return ids.size();
    }
}
