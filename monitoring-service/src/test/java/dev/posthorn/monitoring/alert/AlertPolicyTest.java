package dev.posthorn.monitoring.alert;

import dev.posthorn.monitoring.alert.AlertState.Ending;
import dev.posthorn.monitoring.alert.AlertState.Firing;
import dev.posthorn.monitoring.alert.AlertState.Pending;
import dev.posthorn.monitoring.alert.AlertState.Quiet;
import dev.posthorn.monitoring.alert.AlertState.Resolved;
import dev.posthorn.monitoring.alert.Observation.Idle;
import dev.posthorn.monitoring.alert.Observation.Measured;
import dev.posthorn.monitoring.alert.Observation.Unwatched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class AlertPolicyTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final AlertRule SUCCESS_RATE = new AlertRule(RuleName.SUCCESS_RATE, true, 0.95, 0.005, WINDOW, 20);
    private static final AlertRule DELIVERY_TIME = new AlertRule(RuleName.DELIVERY_TIME, true, 5, 0.5, WINDOW, 20);
    private static final AlertRule FAILURE_RATE =
            new AlertRule(RuleName.ENDPOINT_FAILURE_RATE, true, 0.10, 0.005, WINDOW, 20);

    private Instant now = Instant.parse("2026-01-15T10:30:00Z");
    private final AlertPolicy policy = new AlertPolicy(Duration.ofSeconds(5), Duration.ofHours(24), () -> now);

    @ParameterizedTest(name = "success rate {0} of {1} attempts fires: {2}")
    @CsvSource({"0.94, 100, true", "0.95, 100, false", "0.96, 100, false", "0.80, 5, false", "0.80, 20, true"})
    void firesBelowTheSuccessRate(double value, long attempts, boolean fires) {
        assertThat(firesAfterConfirmation(SUCCESS_RATE, new Measured(attempts, value)))
                .isEqualTo(fires);
    }

    @ParameterizedTest(name = "failure rate {0} of {1} attempts fires: {2}")
    @CsvSource({"0.11, 100, true", "0.10, 100, false", "0.09, 100, false", "0.20, 5, false", "1.00, 19, false"})
    void firesAboveTheFailureRateOfAnEndpoint(double value, long attempts, boolean fires) {
        assertThat(firesAfterConfirmation(FAILURE_RATE, new Measured(attempts, value)))
                .isEqualTo(fires);
    }

    @ParameterizedTest(name = "mean delivery time of {0} s over {1} deliveries fires: {2}")
    @CsvSource({"5.01, 100, true", "5.00, 100, false", "60, 19, false"})
    void firesAboveTheDeliveryTime(double value, long deliveries, boolean fires) {
        assertThat(firesAfterConfirmation(DELIVERY_TIME, new Measured(deliveries, value)))
                .isEqualTo(fires);
    }

    @Test
    void waitsForASecondLookBeforeItFires() {
        // Given
        AlertState pending = policy.next(FAILURE_RATE, new Quiet(), new Measured(100, 0.5));
        Instant began = now;

        // When
        now = now.plusSeconds(4);
        AlertState stillPending = policy.next(FAILURE_RATE, pending, new Measured(100, 0.5));
        now = now.plusSeconds(6);
        AlertState firing = policy.next(FAILURE_RATE, stillPending, new Measured(100, 0.5));

        // Then
        assertThat(stillPending).isEqualTo(new Pending(began));
        assertThat(firing).isEqualTo(new Firing(began, now));
    }

    @Test
    void forgetsAPassingTrouble() {
        AlertState pending = policy.next(FAILURE_RATE, new Quiet(), new Measured(100, 0.5));

        assertThat(policy.next(FAILURE_RATE, pending, new Measured(200, 0.08))).isEqualTo(new Quiet());
        assertThat(policy.next(FAILURE_RATE, pending, new Idle())).isEqualTo(new Quiet());
    }

    @ParameterizedTest(name = "failure rate {0} of {1} attempts resolves: {2}")
    @CsvSource({
        "0.11, 100, false",
        "0.10, 100, false",
        "0.097, 1000, false",
        "0.09, 100, true",
        "0.00, 3, true",
        "0.33, 3, false"
    })
    void resolvesOnlyWhenTheRateIsBackByAMargin(double value, long attempts, boolean resolves) {
        AlertState next = policy.next(FAILURE_RATE, firing(), new Measured(attempts, value));

        assertThat(next instanceof Resolved).isEqualTo(resolves);
    }

    @Test
    void remembersFromWhenToWhenItFired() {
        Instant began = now;
        AlertState firing = firing();
        now = now.plusSeconds(600);

        AlertState resolved = policy.next(FAILURE_RATE, firing, new Measured(100, 0.01));

        assertThat(resolved).isEqualTo(new Resolved(began, now, now, Ending.RECOVERED));
    }

    @Test
    void goesOnFiringThroughSilenceUntilNothingCanBeOnItsWay() {
        // Given
        AlertState firing = firing();

        // When
        now = now.plus(Duration.ofHours(23));
        AlertState afterHours = policy.next(FAILURE_RATE, firing, new Idle());
        now = now.plus(Duration.ofHours(1));
        AlertState afterADay = policy.next(FAILURE_RATE, afterHours, new Idle());

        // Then
        assertThat(afterHours).isEqualTo(firing);
        assertThat(afterADay)
                .isInstanceOfSatisfying(
                        Resolved.class,
                        resolved -> assertThat(resolved.ending()).isEqualTo(Ending.SILENT));
    }

    @Test
    void endsWhenNobodyWatchesAnyMore() {
        assertThat(policy.next(FAILURE_RATE, firing(), new Unwatched()))
                .isInstanceOfSatisfying(
                        Resolved.class,
                        resolved -> assertThat(resolved.ending()).isEqualTo(Ending.UNWATCHED));
    }

    @Test
    void leavesAResolvedAlertAlone() {
        AlertState resolved = policy.next(FAILURE_RATE, firing(), new Measured(100, 0));

        assertThat(policy.next(FAILURE_RATE, resolved, new Measured(100, 1))).isSameAs(resolved);
    }

    private Firing firing() {
        return new Firing(now, now);
    }

    private boolean firesAfterConfirmation(AlertRule rule, Observation observation) {
        AlertState first = policy.next(rule, new Quiet(), observation);
        now = now.plusSeconds(10);
        return policy.next(rule, first, observation) instanceof Firing;
    }
}
