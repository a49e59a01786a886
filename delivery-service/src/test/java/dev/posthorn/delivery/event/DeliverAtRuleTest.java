package dev.posthorn.delivery.event;

import dev.posthorn.foundation.error.ApiException;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeliverAtRuleTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

    private final DeliverAtRule rule = new DeliverAtRule(Duration.ofDays(30));

    @Test
    void keepsATimeThatComesWhileTheEventIsStillThere() {
        assertThat(rule.check(NOW.plusSeconds(1), NOW, "deliverAt")).isEqualTo(NOW.plusSeconds(1));
        assertThat(rule.check(NOW.plus(Duration.ofDays(28)), NOW, "deliverAt"))
                .isEqualTo(NOW.plus(Duration.ofDays(28)));
    }

    @Test
    void takesATimeThatIsOverForAtOnce() {
        assertThat(rule.check(NOW, NOW, "deliverAt")).isNull();
        assertThat(rule.check(Instant.MIN, NOW, "deliverAt")).isNull();
    }

    @Test
    void refusesATimeAfterWhichRetentionLeavesNoRoomForRetries() {
        assertThatThrownBy(() -> rule.check(NOW.plus(Duration.ofDays(28)).plusMillis(1), NOW, "events[3].deliverAt"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("events[3].deliverAt"))
                .hasMessage(
                        "Field events[3].deliverAt must be at most 28 days ahead, since events are not kept for longer");
        assertThatThrownBy(() -> rule.check(Instant.MAX, NOW, "deliverAt")).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> new DeliverAtRule(Duration.ofDays(1)).check(NOW.plusSeconds(1), NOW, "deliverAt"))
                .isInstanceOf(ApiException.class);
    }
}
