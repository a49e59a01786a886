package dev.posthorn.delivery.dispatch;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class AlarmTest {

    private final Alarm alarm = new Alarm();

    @Test
    void oneIsEnoughUnlessAnotherComesEarlier() {
        assertThat(alarm.isNeeded(Duration.ofMinutes(2))).isTrue();
        assertThat(alarm.isNeeded(Duration.ofMinutes(3))).isFalse();
        assertThat(alarm.isNeeded(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void oneThatWasOvertakenDoesNotMakeRoomForAnother() {
        // Given: else each would be followed by one more, for ever
        alarm.isNeeded(Duration.ofMinutes(2));
        long overtaken = alarm.at();
        alarm.isNeeded(Duration.ofMinutes(1));
        long last = alarm.at();

        // When
        alarm.rang(overtaken);

        // Then
        assertThat(alarm.isNeeded(Duration.ofMinutes(1))).isFalse();

        // When
        alarm.rang(last);

        // Then
        assertThat(alarm.isNeeded(Duration.ofMinutes(1))).isTrue();
    }
}
