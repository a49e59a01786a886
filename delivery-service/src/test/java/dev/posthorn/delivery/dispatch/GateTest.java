package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Trigger;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class GateTest {

    private static final Instant NOW = Instant.EPOCH;

    @Test
    void aFullQueueAdmitsUrgentOnesAndABoundedNumber() {
        // Given
        var gate = new Gate("t", 16, 1000);
        int normal = admitAll(gate, false);

        // When
        int high = admitAll(gate, true);

        // Then
        assertThat(normal).isEqualTo(1000);
        assertThat(high).isEqualTo(100);
    }

    @Test
    void aRateLimitBoundsWhatWaitsInMemoryByTwoSecondsOfIt() {
        var gate = new Gate("t", 16, 1000);
        gate.follow(5, 16);

        assertThat(admitAll(gate, false)).isEqualTo(10);
        assertThat(gate.room(NOW).deliveries()).isZero();
        assertThat(gate.room(NOW).askAgain()).isEqualTo(NOW.plusMillis(1050));
    }

    @Test
    void newDeliveriesWaitBehindOlderOnesOnDiskButNotUrgentOnes() {
        // Given: it was full once
        var gate = new Gate("t", 16, 1000);
        gate.follow(5, 16);
        for (int taken = admitAll(gate, false); taken > 0; taken--) {
            gate.leave();
        }

        // Then
        assertThat(gate.admitNew(NOW, false)).isFalse();
        assertThat(gate.admitNew(NOW, true)).isTrue();
        assertThat(gate.admit(NOW, false)).isTrue();

        // When
        gate.caughtUp();

        // Then
        assertThat(gate.admitNew(NOW, false)).isTrue();
    }

    @Test
    void withoutARateLimitAFullQueueIsForgottenAsSoonAsThereIsRoom() {
        var gate = new Gate("t", 16, 1);
        admitAll(gate, false);
        gate.leave();

        assertThat(gate.admitNew(NOW, false)).isTrue();
    }

    @Test
    void everyEighthTurnServesALessUrgentLane() {
        // Given
        var gate = new Gate("t", 16, 1000);
        Lane high = gate.lane(Urgency.HIGH);
        Lane low = gate.lane(Urgency.LOW);
        for (int n = 0; n < 100; n++) {
            high.add(delivery(Priority.HIGH, Trigger.FIRST));
            low.add(delivery(Priority.LOW, Trigger.FIRST));
        }

        // When
        for (int n = 0; n < 16; n++) {
            gate.served(high).poll();
        }

        // Then
        assertThat(high.size()).isEqualTo(86);
        assertThat(low.size()).isEqualTo(98);
    }

    @Test
    void requestsOutAtOnceFollowTheEndpointsCap() {
        var gate = new Gate("t", 16, 1000);
        gate.follow(null, 2);
        gate.start();
        assertThat(gate.isOpen()).isTrue();
        gate.start();
        assertThat(gate.isOpen()).isFalse();

        gate.follow(null, 1);
        gate.inFlight--;
        assertThat(gate.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HIGH, FIRST, HIGH",
        "HIGH, RETRY, HIGH_RETRY",
        "NORMAL, MANUAL, FIRST",
        "NORMAL, RETRY, RETRY",
        "LOW, TEST, LOW",
        "LOW, PROBE, LOW_RETRY",
        "HIGH, REPLAY, HIGH_REPLAY",
        "NORMAL, REPLAY, REPLAY",
        "LOW, REPLAY, LOW_REPLAY",
    })
    void urgencyFollowsPriorityAndTrigger(Priority priority, Trigger trigger, Urgency urgency) {
        assertThat(Urgency.of(delivery(priority, trigger))).isEqualTo(urgency);
    }

    private static int admitAll(Gate gate, boolean high) {
        int admitted = 0;
        while (gate.admitNew(NOW, high)) {
            admitted++;
        }
        return admitted;
    }

    private static Delivery delivery(Priority priority, Trigger trigger) {
        var event = new AcceptedEvent(
                EventId.next(),
                "t",
                null,
                "a",
                List.of(),
                NOW,
                new byte[2],
                List.of(),
                new EventOptions(priority, null, null, null));
        return new Delivery(event, EndpointId.next(), 1, 0, trigger, null);
    }
}
