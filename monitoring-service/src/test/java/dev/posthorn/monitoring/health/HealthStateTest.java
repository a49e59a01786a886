package dev.posthorn.monitoring.health;

import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class HealthStateTest {

    @Test
    void isWhatItsOwnerMadeOfItFirst() {
        assertThat(HealthState.of("disabled", true, Optional.empty())).isEqualTo(HealthState.DISABLED);
        assertThat(HealthState.of("paused", true, Optional.empty())).isEqualTo(HealthState.PAUSED);
    }

    @Test
    void isFailingThroughSilenceWhileItsAlertFires() {
        assertThat(HealthState.of("enabled", true, Optional.empty())).isEqualTo(HealthState.FAILING);
    }

    @Test
    void isIdleWithoutAttempts() {
        assertThat(HealthState.of("enabled", false, Optional.empty())).isEqualTo(HealthState.IDLE);
    }
}
