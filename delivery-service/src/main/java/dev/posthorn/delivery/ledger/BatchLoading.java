package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Brings deliveries of batches that are ours from the tables into memory. */
@ApplicationScoped
class BatchLoading {

    private final DataSource dataSource;
    private final LedgerRepository repository;
    private final Instance instance;
    private final Deliveries deliveries;

    BatchLoading(DataSource dataSource, LedgerRepository repository, Instance instance, Deliveries deliveries) {
        this.dataSource = dataSource;
        this.repository = repository;
        this.instance = instance;
        this.deliveries = deliveries;
    }

    /** Whether there is memory, and a lease to hold more under. */
    boolean mayTake() {
        return deliveries.hasRoom() && instance.isLeased();
    }

    /** What a transaction has taken out of the tables. */
    interface Taken {

        List<Held> taken();
    }

    /** Takes deliveries out of the tables, in the transaction of the connection. */
    @FunctionalInterface
    interface Taking<T extends Taken> {

        /** @param batch what they will be held under */
        T take(Connection connection, UUID batch) throws SQLException;
    }

    /** Takes deliveries into a new batch of ours, in one commit, and then into memory. */
    <T extends Taken> T takeIn(Taking<T> taking) throws SQLException {
        var batch = new LeasedBatch(TypeId.next(), instance.id(), 0);
        // Before the commit: afterwards it must not look like one that is in our name unknown to us.
        instance.hold(batch);
        T found;
        try {
            found = Transaction.run(dataSource, connection -> {
                T taken = taking.take(connection, batch.id());
                if (!taken.taken().isEmpty()) {
                    repository.addBatch(connection, batch.id(), batch.owner(), taken.taken());
                }
                return taken;
            });
        } catch (SQLException | RuntimeException e) {
            instance.letGo(List.of(batch.id()));
            throw e;
        }
        if (found.taken().isEmpty()) {
            instance.letGo(List.of(batch.id()));
        } else {
            load(Map.of(batch.id(), batch), found.taken());
        }
        return found;
    }

    /**
     * @param batches in our name, and held, but with none of their deliveries in memory yet
     * @param open those of their deliveries that are not settled
     */
    void load(Map<UUID, LeasedBatch> batches, List<Held> open) throws SQLException {
        try {
            bringIn(batches, open);
        } catch (SQLException | RuntimeException e) {
            // Held without being in memory, they would be nobody's for as long as we live.
            instance.letGo(batches.keySet());
            throw e;
        }
    }

    private void bringIn(Map<UUID, LeasedBatch> batches, List<Held> open) throws SQLException {
        Map<UUID, AcceptedEvent> events = Transaction.run(
                dataSource,
                connection -> repository.findEvents(
                        connection,
                        new HashSet<>(open.stream().map(Held::eventId).toList())));
        var loaded = new ArrayList<Delivery>();
        for (Held held : open) {
            AcceptedEvent event = events.get(held.eventId());
            // An event that is there no more was dropped by retention: there is nothing left to send.
            if (event != null) {
                LeasedBatch batch = batches.get(held.batch());
                batch.grow(1);
                loaded.add(new Delivery(
                        event,
                        new EndpointId(held.endpointId()),
                        held.number(),
                        held.step(),
                        held.trigger(),
                        batch,
                        null,
                        held.group()));
            }
        }
        var empty = new HashSet<>(batches.keySet());
        loaded.forEach(delivery -> empty.remove(delivery.batch().id()));
        forget(batches, empty);
        deliveries.load(loaded);
    }

    private void forget(Map<UUID, LeasedBatch> batches, Set<UUID> empty) throws SQLException {
        if (!empty.isEmpty()) {
            Transaction.run(dataSource, connection -> {
                for (UUID id : empty) {
                    repository.deleteBatches(connection, batches.get(id).owner(), List.of(id));
                }
                return empty;
            });
            instance.letGo(empty);
        }
    }
}
