package dev.posthorn.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the command line says.
 *
 * @param scenarios their names, in the order in which they run
 * @param warmUp before each measured window: the JIT compiler needs most of a minute
 * @param window that is measured
 * @param soak the window of the soak
 * @param scale of seeded tables: 1 is what the musts speak of
 * @param batch events in one request of the scenario throughput-batch
 */
public record Options(
        List<String> scenarios,
        Duration warmUp,
        Duration window,
        Duration soak,
        double scale,
        int batch,
        int port,
        Path folder,
        boolean keep) {

    /** The command line cannot be understood; the message says why. */
    public static final class UsageException extends Exception {

        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    static Options parse(List<String> words, List<String> known, Path defaultFolder) throws UsageException {
        var scenarios = new ArrayList<String>();
        var values = new LinkedHashMap<String, String>();
        boolean quick = false;
        boolean keep = false;
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            switch (word) {
                case "--quick" -> quick = true;
                case "--keep" -> keep = true;
                case "--warm-up", "--duration", "--scale", "--batch", "--port", "--data" -> {
                    if (at + 1 == words.size()) {
                        throw new UsageException(word + " needs a value");
                    }
                    values.put(word, words.get(++at));
                }
                default -> scenarios.add(scenario(word, known));
            }
        }
        if (values.containsKey("--batch") && scenarios.remove("throughput")) {
            scenarios.add("throughput-batch");
        }
        try {
            Duration duration = seconds(values, "--duration", quick ? 5 : 30);
            return new Options(
                    scenarios.isEmpty() ? known : List.copyOf(scenarios),
                    seconds(values, "--warm-up", quick ? 5 : 45),
                    duration,
                    values.containsKey("--duration") || quick ? duration : Duration.ofMinutes(30),
                    Double.parseDouble(values.getOrDefault("--scale", quick ? "0.01" : "1")),
                    Integer.parseInt(values.getOrDefault("--batch", "100")),
                    Integer.parseInt(values.getOrDefault("--port", "18080")),
                    values.containsKey("--data") ? Path.of(values.get("--data")) : defaultFolder,
                    keep);
        } catch (NumberFormatException e) {
            throw new UsageException("Not a number: " + e.getMessage());
        }
    }

    private static String scenario(String word, List<String> known) throws UsageException {
        if (!known.contains(word)) {
            throw new UsageException("Unknown scenario or option " + word + ". There are: " + String.join(", ", known));
        }
        return word;
    }

    private static Duration seconds(Map<String, String> values, String name, int otherwise) {
        return Duration.ofSeconds(Long.parseLong(values.getOrDefault(name, Integer.toString(otherwise))));
    }

    /** For the file of results. */
    Map<String, Object> describe() {
        return Map.of(
                "warmUpSeconds",
                warmUp.toSeconds(),
                "windowSeconds",
                window.toSeconds(),
                "scale",
                scale,
                "batch",
                batch);
    }
}
