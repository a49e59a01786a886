package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.Attempts;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TallyTest {

    private final Attempts attempts = Attempts.at(Instant.parse("2026-01-15T10:30:05Z"), "acme", EndpointId.next());

    @Test
    void countsADeliveryThatSucceedsAtTheThirdAttempt() {
        var tally = tallyOf(
                attempts.failure("rejected", 503, "503"),
                attempts.attempt(2, "retry", "timeout", null, Duration.ofSeconds(2), "retrying", "slow"),
                attempts.attempt(3, "retry", "succeeded", 204, Duration.ofSeconds(7), "succeeded", null));

        assertThat(tally.attempts()).isEqualTo(3);
        assertThat(tally.successes()).isEqualTo(1);
        assertThat(tally.of(OutcomeClass.ANSWERED_5XX)).isEqualTo(1);
        assertThat(tally.of(OutcomeClass.TIMEOUT)).isEqualTo(1);
        assertThat(tally.firstAttemptSuccessRate()).hasValue(0);
        assertThat(tally.retries()).isEqualTo(2);
        assertThat(tally.finalSuccessRate()).hasValue(1);
        assertThat(tally.deliveryTimes().mean()).contains(Duration.ofSeconds(7));
    }

    @Test
    void timesNoDeliveryThatAPersonSentAgain() {
        var tally = tallyOf(attempts.attempt(11, "manual", "succeeded", 200, Duration.ofDays(3), "succeeded", null));

        assertThat(tally.deliveriesSucceeded()).isEqualTo(1);
        assertThat(tally.deliveryTimes().mean()).isEmpty();
        assertThat(tally.retries()).isZero();
    }

    @Test
    void takesADeliveryBeforeItsAcceptanceForAnInstantOne() {
        var tally = tallyOf(attempts.success(Duration.ofMillis(-30)));

        assertThat(tally.deliveryTimes().mean()).contains(Duration.ZERO);
    }

    @Test
    void hasNoRatesWithoutAttempts() {
        var tally = new Tally();

        assertThat(tally.successRate()).isEmpty();
        assertThat(tally.finalSuccessRate()).isEmpty();
        assertThat(tally.deliveryTimes().quantile(0.5)).isEmpty();
    }

    @Test
    void refusesAnOutcomeThatTheContractDoesNotKnow() {
        assertThatThrownBy(() -> tallyOf(attempts.failure("melted", null, "?")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("melted");
    }

    @Test
    void givesTheSameWhenAddedUpInParts() {
        var whole = new DeliveryTimes();
        var parts = new DeliveryTimes();
        for (int part = 0; part < 10; part++) {
            var times = new DeliveryTimes();
            for (int i = 1; i <= 100; i++) {
                Duration time = Duration.ofMillis(part * 100L + i);
                whole.add(time);
                times.add(time);
            }
            parts.addTotals(times.count(), times.micros());
            parts.addSketch(times.encodedSketch());
        }

        assertThat(parts.mean()).isEqualTo(whole.mean()).contains(Duration.ofNanos(500_500_000));
        assertThat(parts.quantile(0.95)).isEqualTo(whole.quantile(0.95));
        assertThat(parts.quantile(0.95).orElseThrow().toMillis()).isBetween(940L, 960L);
    }

    private static Tally tallyOf(Attempt... some) {
        var tally = new Tally();
        for (Attempt attempt : some) {
            tally.count(attempt);
        }
        return tally;
    }
}
