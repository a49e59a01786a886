package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.ledger.Trigger;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class TenantTurnsTest {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final TenantTurns turns = new TenantTurns();

    @Test
    void nobodyIsNextWhenNothingWaits() {
        assertThat(turns.next(anybody -> true)).isNull();
    }

    @Test
    void aTenantWithManyEndpointsGetsNoMoreThanTheOther() {
        // Given
        for (int endpoint = 0; endpoint < 50; endpoint++) {
            turns.enter(lane("loud", 20, 100));
        }
        turns.enter(lane("quiet", 1000, 100));

        // When
        Map<String, Integer> served = serve(400);

        // Then
        assertThat(served.get("quiet")).isBetween(180, 220);
    }

    @Test
    void aTenantWithLargePayloadsGetsFewerRequests() {
        turns.enter(lane("large", 1000, 255 * 1024));
        turns.enter(lane("small", 100_000, 0));

        Map<String, Integer> served = serve(2000);

        // 256 KiB against 1 KiB a request
        assertThat(served.get("small") / served.get("large")).isBetween(200, 300);
    }

    @Test
    void theLanesOfATenantTakeTurns() {
        Lane first = lane("t", 10, 0);
        Lane second = lane("t", 10, 0);
        turns.enter(first);
        turns.enter(second);

        List<Lane> order = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            order.add(serveOne());
        }

        assertThat(order).containsExactly(first, second, first, second);
    }

    @Test
    void aLaneAtItsEndpointsLimitIsPassedOver() {
        var gate = new Gate("t", 1, UNLIMITED);
        Lane full = gate.lane(Urgency.FIRST);
        full.add(delivery(0));
        turns.enter(full);
        gate.inFlight = 1;
        Lane free = lane("t", 1, 0);
        turns.enter(free);

        assertThat(turns.next(anybody -> true)).isSameAs(free);
        assertThat(full.shouldEnterTurns()).isFalse();
        gate.inFlight = 0;
        assertThat(full.shouldEnterTurns()).isTrue();
    }

    private Map<String, Integer> serve(int requests) {
        var served = new HashMap<String, Integer>();
        for (int n = 0; n < requests; n++) {
            served.merge(serveOne().tenantId(), 1, Integer::sum);
        }
        return served;
    }

    private Lane serveOne() {
        Lane lane = turns.next(anybody -> true);
        lane.poll();
        if (lane.shouldEnterTurns()) {
            turns.enter(lane);
        }
        return lane;
    }

    private static Lane lane(String tenant, int deliveries, int payload) {
        Lane lane = new Gate(tenant, UNLIMITED, UNLIMITED).lane(Urgency.FIRST);
        Delivery delivery = delivery(payload);
        for (int n = 0; n < deliveries; n++) {
            lane.add(delivery);
        }
        return lane;
    }

    private static Delivery delivery(int payload) {
        var event = new AcceptedEvent(
                EventId.next(),
                "t",
                null,
                "a",
                List.of(),
                Instant.EPOCH,
                new byte[payload],
                List.of(),
                EventOptions.NONE);
        return new Delivery(event, EndpointId.next(), 1, 0, Trigger.FIRST, null);
    }
}
