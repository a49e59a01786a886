package dev.posthorn.delivery.schedule;

import dev.posthorn.foundation.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CronTimesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *      | UTC           | 2026-01-15T10:30:00Z     | 2026-01-15T10:31:00Z",
                "* * * * *      | UTC           | 2026-01-15T10:30:59.999Z | 2026-01-15T10:31:00Z",
                "*/15 * * * *   | UTC           | 2026-01-15T10:30:01Z     | 2026-01-15T10:45:00Z",
                "0 9 * * 1      | Europe/Berlin | 2026-01-15T10:30:00Z     | 2026-01-19T08:00:00Z",
                "0 9 * * 1      | Europe/Berlin | 2026-07-15T10:30:00Z     | 2026-07-20T07:00:00Z",
                "0 0 29 2 *     | UTC           | 2026-01-15T10:30:00Z     | 2028-02-29T00:00:00Z",
                "0 12 * * MON-FRI | UTC         | 2026-01-16T12:00:00Z     | 2026-01-19T12:00:00Z",
                // 02:30 does not exist on 29 March, and exists twice on 25 October.
                "30 2 * * *     | Europe/Berlin | 2026-03-28T12:00:00Z     | 2026-03-29T01:30:00Z",
                "30 2 * * *     | Europe/Berlin | 2026-03-29T01:30:00Z     | 2026-03-30T00:30:00Z",
                "30 2 * * *     | Europe/Berlin | 2026-10-24T12:00:00Z     | 2026-10-25T00:30:00Z",
                "30 2 * * *     | Europe/Berlin | 2026-10-25T00:30:00Z     | 2026-10-26T01:30:00Z",
                "*/15 * * * *   | Europe/Berlin | 2026-03-29T00:45:00Z     | 2026-03-29T01:00:00Z",
            })
    void findsTheNextTimeInItsZone(String cron, String zone, Instant from, Instant next) {
        assertThat(CronTimes.of(cron, zone).after(from)).contains(next);
    }

    /** Else one time would be published again and again. */
    @Test
    void alwaysGoesOn() {
        CronTimes times = CronTimes.of("*/30 * * * *", "Europe/Berlin");
        Instant at = Instant.parse("2026-10-24T20:00:00Z");
        for (int n = 0; n < 20; n++) {
            Instant next = times.after(at).orElseThrow();
            assertThat(next).isAfter(at);
            at = next;
        }
    }

    @Test
    void tellsWhenThereIsNoTime() {
        assertThat(CronTimes.of("0 0 30 2 *", "UTC").after(Instant.parse("2026-01-15T10:30:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``             | UTC     | cron",
                "every monday   | UTC     | cron",
                "0 0 0 * * *    | UTC     | cron",
                "60 * * * *     | UTC     | cron",
                "* 24 * * *     | UTC     | cron",
                "* * 0 * *      | UTC     | cron",
                "* * * * *      | Mars    | timeZone",
                "* * * * *      | ``      | timeZone",
            })
    void saysWhatIsWrong(String cron, String zone, String field) {
        var refusal = catchThrowableOfType(ApiException.class, () -> CronTimes.of(cron, zone));

        assertThat(refusal.field()).isEqualTo(field);
    }
}
