package dev.posthorn.delivery.event;

import dev.posthorn.foundation.error.ApiException;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScheduleTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

    private final Schedule schedule = new Schedule(Duration.ofDays(30));

    @Test
    void keepsATimeThatComesWhileTheEventIsStillThere() {
        assertThat(schedule.check(NOW.plusSeconds(1), NOW, "")).isEqualTo(NOW.plusSeconds(1));
        assertThat(schedule.check(NOW.plus(Duration.ofDays(28)), NOW, "")).isEqualTo(NOW.plus(Duration.ofDays(28)));
    }

    @Test
    void takesATimeThatIsOverForAtOnce() {
        assertThat(schedule.check(null, NOW, "")).isNull();
        assertThat(schedule.check(NOW, NOW, "")).isNull();
        assertThat(schedule.check(Instant.MIN, NOW, "")).isNull();
    }

    @Test
    void refusesATimeAfterWhichRetentionLeavesNoRoomForRetries() {
        assertThatThrownBy(() -> schedule.check(NOW.plus(Duration.ofDays(28)).plusMillis(1), NOW, "events[3]."))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("events[3].deliverAt"))
                .hasMessage(
                        "Field events[3].deliverAt must be at most 28 days ahead, since events are not kept for longer");
        assertThatThrownBy(() -> schedule.check(Instant.MAX, NOW, "")).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> new Schedule(Duration.ofDays(1)).check(NOW.plusSeconds(1), NOW, ""))
                .isInstanceOf(ApiException.class);
    }
}
