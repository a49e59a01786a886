package dev.posthorn.delivery.retry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

    @Test
    void readsSeconds() {
        assertThat(RetryAfter.read(" 120 ", NOW)).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void readsHttpDates() {
        assertThat(RetryAfter.read("Thu, 15 Jan 2026 10:31:00 GMT", NOW)).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {"soon", "-5", "0", "1.5", "99999999999999999999", "Thu, 15 Jan 2026 10:29:00 GMT", "2026-01-15"})
    void ignoresJunk(String header) {
        assertThat(RetryAfter.read(header, NOW)).isNull();
    }
}
