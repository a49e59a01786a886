package dev.posthorn.delivery.retry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** RFC 9110 §5.6.7 knows three forms; the last one has a blank before a day of one digit. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thu, 15 Jan 2026 10:31:00 GMT|PT1M",
                "Thursday, 15-Jan-26 10:31:00 GMT|PT1M",
                "Thu Jan 15 10:31:00 2026|PT1M",
                "Sun Feb  1 10:30:00 2026|PT408H"
            })
    void readsHttpDates(String date, Duration wait) {
        assertThat(RetryAfter.read(date, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "soon",
                "-5",
                "0",
                "1.5",
                "99999999999999999999",
                "Thu, 15 Jan 2026 10:29:00 GMT",
                "Fri, 15 Jan 2026 10:31:00 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Thu, 32 Jan 2026 10:31:00 GMT",
                "2026-01-15",
                "2026-01-15T10:31:00Z",
                "Infinity",
                "1e3",
                "120 seconds",
                "+5"
            })
    void ignoresJunk(String header) {
        assertThat(RetryAfter.read(header, NOW)).isNull();
    }
}
