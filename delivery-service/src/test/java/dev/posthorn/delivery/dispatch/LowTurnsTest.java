package dev.posthorn.delivery.dispatch;

import org.junit.jupiter.api.Test;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class LowTurnsTest {

    @Test
    void everyEighthTurnIsOneOfThoseBelowInRotation() {
        var served = serve(Set.of(Urgency.HIGH, Urgency.FIRST, Urgency.LOW), 160);

        assertThat(served).isEqualTo(Map.of(Urgency.HIGH, 140, Urgency.FIRST, 10, Urgency.LOW, 10));
    }

    @Test
    void whoWaitsAloneHasEveryTurn() {
        assertThat(serve(Set.of(Urgency.LOW), 16)).isEqualTo(Map.of(Urgency.LOW, 16));
    }

    @Test
    void whenNothingWaitsItIsNobodysTurn() {
        var turns = new LowTurns();
        for (int n = 0; n < LowTurns.EVERY; n++) {
            assertThat(turns.next(urgency -> false)).isNull();
            turns.count();
        }
    }

    private static Map<Urgency, Integer> serve(Set<Urgency> waiting, int count) {
        var turns = new LowTurns();
        var best = waiting.stream().min(Urgency::compareTo).orElseThrow();
        Map<Urgency, Integer> served = new EnumMap<>(Urgency.class);
        for (int n = 0; n < count; n++) {
            Urgency low = turns.next(waiting::contains);
            turns.count();
            served.merge(low == null ? best : low, 1, Integer::sum);
        }
        return served;
    }
}
