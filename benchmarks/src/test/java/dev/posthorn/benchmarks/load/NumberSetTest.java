package dev.posthorn.benchmarks.load;

import org.junit.jupiter.api.Test;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class NumberSetTest {

    @Test
    void knowsNumbersFarApart() {
        // Given
        var numbers = new NumberSet();

        // When
        LongStream.of(0, 63, 64, 5_000_000_000L).forEach(numbers::add);

        // Then
        assertThat(numbers.size()).isEqualTo(4);
        assertThat(numbers.contains(5_000_000_000L)).isTrue();
        assertThat(numbers.contains(65)).isFalse();
        assertThat(numbers.add(63)).isFalse();
    }

    @Test
    void losesNothingWhenManyAddAtOnce() throws Exception {
        // Given
        var numbers = new NumberSet();
        Callable<Long> adding =
                () -> LongStream.range(0, 100_000).filter(numbers::add).count();

        // When
        long added = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var future : threads.invokeAll(
                    IntStream.range(0, 4).mapToObj(at -> adding).toList())) {
                added += future.get();
            }
        }

        // Then
        assertThat(added).isEqualTo(100_000);
        assertThat(numbers.size()).isEqualTo(100_000);
    }
}
