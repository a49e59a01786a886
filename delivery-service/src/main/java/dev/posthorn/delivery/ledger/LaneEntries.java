package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LaneRepository.Entered;
import dev.posthorn.delivery.ledger.LaneRepository.Entering;
import dev.posthorn.delivery.ledger.LaneRepository.Place;
import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import dev.posthorn.foundation.id.EndpointId;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The deliveries of one group commit that need an order. Each gets its place under its lane's lock, so that places are in
 * the order of the commits, whatever the instances' clocks say. A lane that was empty is ours, and starts from memory; in
 * any other they wait behind those that are there.
 */
final class LaneEntries {

    private final LaneRepository repository;
    private final Lanes lanes;
    private final Deliveries deliveries;
    private final Map<OrderedLane, List<AcceptedEvent>> events = new LinkedHashMap<>();
    private final Map<OrderedLane, LaneHold> proposed = new HashMap<>();
    private List<Entered> entered = List.of();

    LaneEntries(LaneRepository repository, Lanes lanes, Deliveries deliveries) {
        this.repository = repository;
        this.lanes = lanes;
        this.deliveries = deliveries;
    }

    void add(OrderedLane lane, AcceptedEvent event) {
        events.computeIfAbsent(lane, none -> new ArrayList<>()).add(event);
    }

    /** Locks the lanes until the commit, and so should be the last that is written. */
    void write(Connection connection) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        var entering = new ArrayList<Entering>();
        events.forEach((lane, accepted) -> {
            if (deliveries.admit(accepted.getFirst(), new EndpointId(lane.endpointId()))) {
                proposed.put(lane, lanes.newHold(lane));
            }
            entering.add(new Entering(lane, proposed.get(lane), accepted.size()));
        });
        entered = repository.enter(connection, entering);
        var places = new ArrayList<Place>();
        for (Entered lane : entered) {
            long position = first(lane);
            for (AcceptedEvent event : events.get(lane.lane())) {
                places.add(new Place(
                        Waiting.first(event, new EndpointId(lane.lane().endpointId()), Instant.MAX),
                        lane.lane().key(),
                        position++));
            }
        }
        repository.addPlaces(connection, places);
    }

    private long first(Entered lane) {
        return lane.last() - events.get(lane.lane()).size() + 1;
    }

    void committed() {
        for (Entered lane : entered) {
            LaneHold mine = proposed.remove(lane.lane());
            if (mine != null && mine.id().equals(lane.hold())) {
                start(mine, lane);
                continue;
            }
            withdraw(lane.lane(), mine);
            LaneHold earlier = lanes.find(lane.hold());
            if (earlier != null) {
                append(earlier, lane);
            }
        }
    }

    private void start(LaneHold hold, Entered lane) {
        var run = new ArrayList<LaneHold.Next>();
        for (AcceptedEvent event : events.get(lane.lane())) {
            // The first one's place was taken before the commit.
            if (run.size() == LaneHold.LONGEST_RUN
                    || !run.isEmpty()
                            && !deliveries.admit(
                                    event, new EndpointId(lane.lane().endpointId()))) {
                break;
            }
            run.add(new LaneHold.Next(first(event, hold), true));
        }
        hold.fill(run, first(lane) + run.size() - 1);
    }

    private void append(LaneHold hold, Entered lane) {
        long position = first(lane);
        for (AcceptedEvent event : events.get(lane.lane())) {
            if (!hold.append(event, first(event, hold), position++)) {
                return;
            }
        }
    }

    private static Delivery first(AcceptedEvent event, LaneHold hold) {
        return new Delivery(event, new EndpointId(hold.lane().endpointId()), 1, 0, Trigger.FIRST, hold);
    }

    /** The commit failed, or its answer was lost. */
    void undo() {
        events.keySet().forEach(lane -> withdraw(lane, proposed.remove(lane)));
    }

    private void withdraw(OrderedLane lane, LaneHold mine) {
        if (mine != null) {
            lanes.forget(mine);
            deliveries.forgo(List.of(first(events.get(lane).getFirst(), mine)));
        }
    }
}
