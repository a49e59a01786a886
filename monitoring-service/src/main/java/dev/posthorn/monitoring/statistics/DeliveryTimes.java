package dev.posthorn.monitoring.statistics;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Delivery times of which only an exact count, an exact sum and a sketch are kept. Two of them add up to what all of their
 * times together would have given. Not thread-safe.
 *
 * <p>Every quantile is within 1 % of the true one (DDSketch). 2,048 buckets reach from microseconds to years, so the
 * lowest ones are never folded together.
 */
public final class DeliveryTimes {

    private static final double RELATIVE_ACCURACY = 0.01;
    private static final int BUCKETS = 2048;
    private static final double NANOS_PER_MILLI = 1e6;

    private long count;
    private long micros;
    private final DDSketch sketch = DDSketches.logarithmicCollapsingLowestDense(RELATIVE_ACCURACY, BUCKETS);

    void add(Duration time) {
        count++;
        micros += time.toNanos() / 1_000;
        sketch.accept(time.toNanos() / NANOS_PER_MILLI);
    }

    void add(DeliveryTimes others) {
        count += others.count;
        micros += others.micros;
        sketch.mergeWith(others.sketch);
    }

    void addTotals(long otherCount, long otherMicros) {
        count += otherCount;
        micros += otherMicros;
    }

    void addSketch(byte[] encoded) {
        try {
            sketch.decodeAndMergeWith(ByteArrayInput.wrap(encoded));
        } catch (IOException e) {
            throw new UncheckedIOException("A stored sketch cannot be read", e);
        }
    }

    byte[] encodedSketch() {
        var bytes = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketch.encode(bytes, false);
        } catch (IOException e) {
            throw new UncheckedIOException("A sketch cannot be written", e);
        }
        return bytes.trimmedCopy();
    }

    /** How many deliveries were timed. */
    public long count() {
        return count;
    }

    long micros() {
        return micros;
    }

    public Duration sum() {
        return Duration.ofNanos(micros * 1_000);
    }

    /** Exact. Empty when nothing was timed. */
    public Optional<Duration> mean() {
        return count == 0 ? Optional.empty() : Optional.of(inMicros((double) micros / count));
    }

    /** Within 1 %. Empty when nothing was timed, or the sketch was not read. */
    public Optional<Duration> quantile(double quantile) {
        return sketch.isEmpty() ? Optional.empty() : Optional.of(inMicros(sketch.getValueAtQuantile(quantile) * 1_000));
    }

    private static Duration inMicros(double micros) {
        return Duration.ofNanos(Math.round(micros) * 1_000);
    }
}
