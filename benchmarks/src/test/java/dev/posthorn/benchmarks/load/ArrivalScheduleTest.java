package dev.posthorn.benchmarks.load;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArrivalScheduleTest {

    @Test
    void spacesEventsEvenly() {
        // Given
        var schedule = new ArrivalSchedule(400);

        // When
        Duration third = schedule.offset(3);

        // Then
        assertThat(schedule.offset(0)).isZero();
        assertThat(third).isEqualTo(Duration.ofNanos(7_500_000));
    }

    @Test
    void doesNotDriftOverHours() {
        // Given
        var schedule = new ArrivalSchedule(3);

        // When
        Duration tenHours = schedule.offset(3L * 36_000);

        // Then
        assertThat(tenHours).isEqualTo(Duration.ofHours(10));
    }

    @Test
    void refusesARateOfNothing() {
        // When, Then
        assertThatThrownBy(() -> new ArrivalSchedule(0)).hasMessageContaining("more than 0 per second");
        assertThatThrownBy(() -> new ArrivalSchedule(Double.NaN)).hasMessageContaining("more than 0 per second");
    }
}
