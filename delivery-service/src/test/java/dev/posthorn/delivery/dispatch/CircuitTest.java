package dev.posthorn.delivery.dispatch;

import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** In the running service, where the breaker has its threads from. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class CircuitTest {

    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(3);

    private final Circuit circuit = new Circuit();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void opensWhenHardlyAnythingIsAnswered() {
        silence(Circuit.WINDOW - 1, LONG);
        assertThat(circuit.isOpen()).isFalse();

        silence(1, LONG);
        assertThat(circuit.isOpen()).isTrue();
        assertThat(circuit.lets(0, now)).isFalse();
        assertThat(circuit.trialAt()).isEqualTo(now.plus(Circuit.FIRST_PAUSE));
    }

    @Test
    void staysClosedWhileSomeRequestsAreAnswered() {
        for (int round = 0; round < 20; round++) {
            silence(4, LONG);
            circuit.learn(true, SHORT, now);
        }
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void letsOneRequestGoAsATrial() {
        silence(Circuit.WINDOW, LONG);
        now = circuit.trialAt();

        assertThat(circuit.lets(0, now)).isTrue();
        assertThat(circuit.lets(1, now)).isFalse();
    }

    @Test
    void closesWhenATrialIsAnswered() {
        silence(Circuit.WINDOW, LONG);
        now = circuit.trialAt();

        circuit.learn(true, SHORT, now);

        assertThat(circuit.isOpen()).isFalse();
        assertThat(circuit.lets(10, now)).isTrue();
    }

    @Test
    void triesAtGrowingIntervals() {
        silence(Circuit.WINDOW, LONG);

        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            now = circuit.trialAt();
            assertThat(circuit.learn(false, LONG, now)).isTrue();
            assertThat(circuit.trialAt()).isEqualTo(now.plusSeconds(seconds));
        }
    }

    @Test
    void makesMoreTrialsInARowWhileTheyFailAtOnce() {
        silence(Circuit.WINDOW, SHORT);
        now = circuit.trialAt();

        for (int trial = 1; trial < Circuit.TRIALS; trial++) {
            assertThat(circuit.learn(false, SHORT, now)).isFalse();
            assertThat(circuit.lets(0, now)).isTrue();
        }
        assertThat(circuit.learn(false, SHORT, now)).isTrue();
        assertThat(circuit.lets(0, now)).isFalse();
    }

    @Test
    void whatWasSentBeforeItOpenedDoesNotPutTheTrialOff() {
        silence(Circuit.WINDOW, LONG);
        Instant trial = circuit.trialAt();

        silence(5, LONG);

        assertThat(circuit.trialAt()).isEqualTo(trial);
    }

    @Test
    void isTriedAtOnceWhenAPersonAsksForIt() {
        silence(Circuit.WINDOW, LONG);
        circuit.tryAt(now);
        assertThat(circuit.lets(0, now)).isTrue();
    }

    private void silence(int times, Duration took) {
        for (int n = 0; n < times; n++) {
            circuit.learn(false, took, now);
        }
    }
}
