package dev.posthorn.benchmarks.ceiling;

import dev.posthorn.benchmarks.report.Progress;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Runs the {@link Sender}, and looks for the number of requests at once with which it does best. */
public final class RawCeiling {

    private static final int ENDPOINTS = 100;

    /** Few requests at once cost the least; many fill every pause. Sixteen is delivery-service's own bound. */
    private static final int[] AT_ONCE_PER_ENDPOINT = {1, 4, 16};

    private static final Duration LEAST = Duration.ofSeconds(3);

    private final int receiverPort;
    private final Path errors;
    private final Progress progress;

    /** @param errors the file for what goes wrong in the sender */
    public RawCeiling(int receiverPort, Path errors, Progress progress) {
        this.receiverPort = receiverPort;
        this.errors = errors;
        this.progress = progress;
    }

    /**
     * @param perSecond the best rate that was kept up over the window
     * @param byRequests requests at once, and the rate reached with them
     */
    public record Result(double perSecond, TreeMap<Integer, Double> byRequests) {}

    /** @param window is used up by each number of requests that is tried */
    public Result measure(Duration warmUp, Duration window) throws IOException, InterruptedException {
        var rates = new TreeMap<Integer, Double>();
        for (int each : AT_ONCE_PER_ENDPOINT) {
            rates.put(each * ENDPOINTS, measure(each, warmUp.compareTo(LEAST) < 0 ? LEAST : warmUp, window));
        }
        double best =
                rates.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return new Result(best, rates);
    }

    private double measure(int each, Duration warmUp, Duration window) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(each))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        // It also ends when this process does: nobody reads then what it writes.
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            long from = System.nanoTime() + warmUp.toNanos();
            long until = from + window.toNanos();
            long firstAt = 0;
            long first = 0;
            long before = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = System.nanoTime();
                long answers = Long.parseLong(line);
                progress.show(
                        "raw ceiling, " + each * ENDPOINTS + " requests at once",
                        "%,d deliveries per second".formatted(answers - before));
                before = answers;
                if (firstAt == 0 && now >= from) {
                    firstAt = now;
                    first = answers;
                } else if (firstAt != 0 && now >= until) {
                    return (answers - first) / ((now - firstAt) / 1e9);
                }
            }
            throw new IOException("The sender of the raw ceiling ended with " + process.waitFor() + ", see " + errors);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private List<String> command(int each) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The flags of delivery-service in the local stack.
        command.addAll(List.of(
                "-Xmx768m",
                "-XX:+UseParallelGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Sender.class.getName()));
        command.addAll(List.of(Integer.toString(receiverPort), Integer.toString(ENDPOINTS), Integer.toString(each)));
        return command;
    }
}
