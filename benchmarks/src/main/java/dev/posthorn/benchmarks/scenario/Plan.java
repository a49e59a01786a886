package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.load.LoadGenerator.Times;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long and how large.
 *
 * @param window how long each rate is measured
 * @param soak how long the soak is measured
 * @param scale of what is stored or made beforehand; 1 is what the musts speak of
 * @param batch events in one request of {@code throughput-batch}
 * @param open events between publishing and arrival when as many as possible are published
 * @param requests publishing requests that are out at once then
 */
public record Plan(Duration warmUp, Duration window, Duration soak, double scale, int batch, int open, int requests) {

    public static final Plan DEFAULT =
            new Plan(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMinutes(30), 1, 100, 1_600, 256);

    /** Only shows that everything works. */
    public static final Plan QUICK =
            new Plan(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(40), 0.01, 100, 800, 64);

    public Times times() {
        return new Times(warmUp, window);
    }

    /** As many as the scale says, but enough to mean anything. */
    public int scaled(int count) {
        return Math.max(Math.min(10, count), (int) Math.round(count * scale));
    }

    public long scaled(long count) {
        return Math.max(Math.min(1_000, count), Math.round(count * scale));
    }

    public Map<String, Object> describe() {
        var options = new LinkedHashMap<String, Object>();
        options.put("warmUpSeconds", warmUp.toSeconds());
        options.put("windowSeconds", window.toSeconds());
        options.put("soakSeconds", soak.toSeconds());
        options.put("scale", scale);
        options.put("batch", batch);
        options.put("open", open);
        options.put("requests", requests);
        return options;
    }
}
