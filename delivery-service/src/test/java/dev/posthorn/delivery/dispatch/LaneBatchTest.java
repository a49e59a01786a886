package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.TestClock;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Trigger;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class LaneBatchTest {

    private final TestClock clock = new TestClock();
    private final Events events = new Events();
    private final Gate gate = new Gate("t", 2, 10, clock);
    private final Lane lane = gate.lane(Urgency.FIRST);

    LaneBatchTest() {
        gate.setBatchRule(new BatchRule(3, Duration.ofSeconds(10), 100, false));
    }

    @Test
    void waitsUntilSoManyAreThere() {
        add(2);
        assertThat(lane.canGo()).isFalse();
        assertThat(lane.waitsForBatch()).isTrue();

        add(1);

        assertThat(lane.canGo()).isTrue();
        assertThat(lane.waitsForBatch()).isFalse();
        assertThat(lane.poll()).hasSize(3);
        assertThat(lane.poll()).isNull();
    }

    @Test
    void waitsUntilTheOldestHasWaitedLongEnough() {
        add(1);
        clock.advance(Duration.ofSeconds(9));
        add(1);
        assertThat(lane.canGo()).isFalse();

        clock.advance(Duration.ofSeconds(1));

        assertThat(lane.canGo()).isTrue();
        assertThat(lane.poll()).hasSize(2);
    }

    @Test
    void waitsForWhatIsOldestEvenIfItCameLast() {
        add(1);
        Delivery older = events.accepted(clock.instant().minusSeconds(10));
        assertThat(lane.canGo()).isFalse();

        enter(older);

        assertThat(lane.canGo()).isTrue();
        assertThat(lane.poll()).contains(older);
    }

    @Test
    void waitsUntilThePayloadsAreLargeEnough() {
        enter(events.accepted(clock.instant(), 60));
        assertThat(lane.canGo()).isFalse();

        enter(events.accepted(clock.instant(), 40));

        assertThat(lane.canGo()).isTrue();
        assertThat(lane.poll()).hasSize(2);
    }

    @Test
    void beginsToWaitAnewWithWhatABatchHasLeft() {
        enter(events.accepted(clock.instant(), 90));
        clock.advance(Duration.ofSeconds(5));
        enter(events.accepted(clock.instant(), 20));

        assertThat(lane.poll()).hasSize(1);

        assertThat(lane.canGo()).isFalse();
        assertThat(lane.dueAt()).isEqualTo(clock.instant().plusSeconds(10));
        assertThat(lane.headCost()).isEqualTo(20);
    }

    @Test
    void goesAtOnceWithAnUrgentEventAndTakesTheOthersAlong() {
        add(1);

        enter(events.withPriority(clock.instant(), Priority.HIGH));

        assertThat(lane.canGo()).isTrue();
        assertThat(lane.poll()).hasSize(2);
    }

    @Test
    void letsWhatAPersonAskedForGoAtOnceAloneWhileTheOthersWait() {
        add(2);
        Delivery asked = events.triggeredBy(Trigger.MANUAL, clock.instant());

        enter(asked);

        assertThat(lane.canGo()).isTrue();
        assertThat(lane.poll()).containsExactly(asked);
        assertThat(lane.canGo()).isFalse();
    }

    @Test
    void letsABatchThatFailedGoAsItWas() {
        add(2);
        var group = UUID.randomUUID();
        List<Delivery> failed = IntStream.range(0, 7)
                .mapToObj(n -> events.accepted(clock.instant()).inGroup(group))
                .toList();
        gate.admit(7, clock.instant(), false);

        lane.addBatch(failed);

        assertThat(lane.canGo()).isTrue();
        assertThat(lane.headCost()).isEqualTo(14);
        assertThat(lane.poll()).isEqualTo(failed);
        assertThat(lane.canGo()).isFalse();
    }

    @Test
    void gathersMoreWhileTheEndpointIsBusy() {
        add(1);
        clock.advance(Duration.ofSeconds(10));
        gate.inFlight = 2;
        assertThat(lane.canGo()).isFalse();

        add(1);
        gate.inFlight = 1;

        assertThat(lane.canGo()).isTrue();
        assertThat(lane.poll()).hasSize(2);
    }

    @Test
    void goesOneByOneOnceItsEndpointTakesNoBatchesAnyMore() {
        add(2);

        gate.setBatchRule(null);

        assertThat(lane.canGo()).isTrue();
        assertThat(lane.poll()).hasSize(1);
        assertThat(lane.poll()).hasSize(1);
        assertThat(gate.isIdle()).isTrue();
    }

    @Test
    void goesByAChangedRuleAtOnce() {
        add(2);

        gate.setBatchRule(new BatchRule(2, Duration.ofSeconds(10), 100, false));

        assertThat(lane.canGo()).isTrue();
    }

    @Test
    void takesABatchApartInItsOrder() {
        var group = UUID.randomUUID();
        List<Delivery> failed = List.of(
                events.accepted(clock.instant()).inGroup(group),
                events.accepted(clock.instant()).inGroup(group));
        gate.setBatchRule(null);

        lane.takeApart(failed);

        assertThat(lane.poll()).containsExactly(failed.getFirst().inGroup(null));
        assertThat(lane.poll()).containsExactly(failed.getLast().inGroup(null));
        assertThat(gate.isIdle()).isTrue();
    }

    @Test
    void hasRoomForTheNextBatchWhileOneWaits() {
        gate.setBatchRule(new BatchRule(1000, Duration.ofSeconds(10), 1_000_000, false));

        int admitted = 0;
        while (gate.admit(1, clock.instant(), false)) {
            admitted++;
        }

        assertThat(admitted).isEqualTo(2000);
        assertThat(gate.room(clock.instant()).deliveries()).isZero();
    }

    @Test
    void admitsABatchThatFailedWholeOrNotAtAll() {
        add(9);

        assertThat(gate.admit(20, clock.instant(), false)).isTrue();
        assertThat(gate.admit(1, clock.instant(), false)).isFalse();
        assertThat(gate.admit(20, clock.instant(), false)).isFalse();
        gate.leave(20);
        assertThat(gate.room(clock.instant()).deliveries()).isEqualTo(1);
    }

    private void add(int count) {
        for (int n = 0; n < count; n++) {
            enter(events.accepted(clock.instant()));
        }
    }

    private void enter(Delivery delivery) {
        gate.admit(1, clock.instant(), false);
        lane.add(delivery);
    }
}
