package dev.posthorn.local.supervise;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class PausesTest {

    private Instant now = Instant.parse("2026-01-15T10:30:00Z");
    private final Pauses pauses = new Pauses(() -> now);

    @Test
    void growUpToHalfAMinute() {
        assertThat(endAfter(Duration.ofSeconds(1))).hasMillis(500);
        assertThat(endAfter(Duration.ofSeconds(1))).hasSeconds(1);
        for (int i = 0; i < 10; i++) {
            endAfter(Duration.ofSeconds(1));
        }
        assertThat(endAfter(Duration.ofSeconds(1))).hasSeconds(30);
    }

    @Test
    void beginAgainAfterASteadyMinute() {
        // Given
        endAfter(Duration.ofSeconds(1));
        endAfter(Duration.ofSeconds(1));

        // When
        var pause = endAfter(Duration.ofMinutes(1));

        // Then
        assertThat(pause).hasMillis(500);
    }

    private Duration endAfter(Duration life) {
        pauses.started();
        now = now.plus(life);
        return pauses.afterEnd();
    }
}
