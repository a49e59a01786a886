package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LaneClaimRepository.Placed;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Brings runs of ordered lanes that are ours from the tables into memory. */
@ApplicationScoped
class LaneRuns {

    private final DataSource dataSource;
    private final LedgerRepository ledger;
    private final LaneRepository repository;
    private final Lanes lanes;
    private final Deliveries deliveries;

    LaneRuns(
            DataSource dataSource,
            LedgerRepository ledger,
            LaneRepository repository,
            Lanes lanes,
            Deliveries deliveries) {
        this.dataSource = dataSource;
        this.ledger = ledger;
        this.repository = repository;
        this.lanes = lanes;
        this.deliveries = deliveries;
    }

    /** @param found for each lane its next deliveries; a lane without any was given up */
    void fill(Map<LaneHold, List<Placed>> found) throws SQLException {
        var ids = found.values().stream()
                .flatMap(List::stream)
                .map(placed -> placed.delivery().eventId())
                .collect(Collectors.toSet());
        Map<UUID, AcceptedEvent> events = ids.isEmpty()
                ? Map.of()
                : Transaction.run(dataSource, connection -> ledger.findEvents(connection, new HashSet<>(ids)));
        for (var lane : found.entrySet()) {
            if (lane.getValue().isEmpty()) {
                lanes.forget(lane.getKey());
            } else {
                fill(lane.getKey(), lane.getValue(), events);
            }
        }
    }

    private void fill(LaneHold hold, List<Placed> placed, Map<UUID, AcceptedEvent> events) throws SQLException {
        var run = new ArrayList<LaneHold.Next>();
        var dropped = new ArrayList<LedgerRepository.Held>();
        long last = 0;
        for (Placed next : placed) {
            AcceptedEvent event = events.get(next.delivery().eventId());
            if (event == null) {
                dropped.add(next.delivery());
            } else {
                Delivery delivery = deliveryOf(event, next.delivery(), hold);
                boolean admitted = mayAdmit(run, delivery) && deliveries.admit(event, delivery.endpointId());
                if (!admitted && !run.isEmpty()) {
                    break;
                }
                run.add(new LaneHold.Next(delivery, admitted));
            }
            last = next.position();
        }
        if (!dropped.isEmpty()) {
            // By retention: there is nothing left to send.
            Transaction.run(dataSource, connection -> {
                repository.dropPlaces(connection, dropped);
                return dropped;
            });
        }
        hold.fill(run, last);
    }

    /** A person's wish makes its own place, and the endpoint be tried. */
    private static boolean mayAdmit(List<LaneHold.Next> run, Delivery delivery) {
        return !run.isEmpty() || delivery.trigger() != Trigger.MANUAL;
    }

    private static Delivery deliveryOf(AcceptedEvent event, LedgerRepository.Held held, LaneHold hold) {
        return new Delivery(event, new EndpointId(held.endpointId()), held.number(), held.step(), held.trigger(), hold);
    }
}
