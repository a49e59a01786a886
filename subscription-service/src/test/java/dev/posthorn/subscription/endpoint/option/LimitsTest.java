package dev.posthorn.subscription.endpoint.option;

import dev.posthorn.foundation.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Rate, concurrency and batches. */
class LimitsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 10_000})
    void ratesAreFrom1To10000(int rate) {
        assertThat(new RateLimit(rate).perSecond()).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_001, Integer.MAX_VALUE})
    void ratesAreNothingElse(int rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(rate));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 1000})
    void concurrenciesAreFrom1To1000(int limit) {
        assertThat(new ConcurrencyLimit(limit).atOnce()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
    void concurrenciesAreNothingElse(int limit) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConcurrencyLimit(limit));
    }

    @ParameterizedTest
    @CsvSource({"1, PT0S, 1024", "1000, PT300S, 8388608", "100, PT0.25S,"})
    void batchesHaveUpTo1000EventsOr300SecondsOr8Mebibytes(int maxEvents, Duration maxWait, Long maxBytes) {
        var batching = new Batching(maxEvents, maxWait, maxBytes);

        assertThat(batching.maxEvents()).isEqualTo(maxEvents);
        assertThat(batching.maxWait()).isEqualTo(maxWait);
        assertThat(batching.maxBytes()).isEqualTo(maxBytes);
    }

    @ParameterizedTest
    @CsvSource({
        ", PT1S, , batching.maxEvents",
        "0, PT1S, , batching.maxEvents",
        "1001, PT1S, , batching.maxEvents",
        "10, , , batching.maxWait",
        "10, -PT0.001S, , batching.maxWait",
        "10, PT300.001S, , batching.maxWait",
        "10, PT2562047788015215H, , batching.maxWait",
        "10, PT1S, 1023, batching.maxBytes",
        "10, PT1S, 8388609, batching.maxBytes"
    })
    void batchesAreNothingElse(Integer maxEvents, Duration maxWait, Long maxBytes, String field) {
        ApiException refusal =
                catchThrowableOfType(ApiException.class, () -> new Batching(maxEvents, maxWait, maxBytes));

        assertThat(refusal.field()).isEqualTo(field);
    }

    @Test
    void batchesWaitForWholeMilliseconds() {
        assertThat(new Batching(1, Duration.ofNanos(1_999_999), null).maxWait()).isEqualTo(Duration.ofMillis(1));
    }
}
