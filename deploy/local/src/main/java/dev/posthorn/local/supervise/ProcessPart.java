package dev.posthorn.local.supervise;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A part that is a process of its own, with its output in a log file and its record on disk. */
public final class ProcessPart implements Part {

    private static final Duration TIME_TO_STOP = Duration.ofSeconds(20);
    private static final long LOG_LIMIT = 10_000_000;

    /** Done before each start of the process; may take its time. */
    @FunctionalInterface
    public interface Preparation {

        Preparation NONE = () -> {};

        void prepare() throws IOException, InterruptedException;
    }

    /** What to run; the environment is added to that of this process. */
    public record Spec(
            String name,
            List<Integer> ports,
            List<String> needs,
            List<String> uses,
            List<String> command,
            Map<String, String> environment,
            Path folder,
            Preparation preparation,
            Probe probe) {}

    private final Spec spec;
    private final Path log;
    private final Path record;
    private volatile Process process;
    private volatile CompletableFuture<String> ended = new CompletableFuture<>();

    /** @param records where the record of the process is kept while it runs */
    public ProcessPart(Spec spec, Path logs, Path records) {
        this.spec = spec;
        this.log = logs.resolve(spec.name() + ".log");
        this.record = records.resolve(spec.name() + ".pid");
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<Integer> ports() {
        return spec.ports();
    }

    @Override
    public List<String> needs() {
        return spec.needs();
    }

    @Override
    public List<String> uses() {
        return spec.uses();
    }

    @Override
    public void start() throws IOException, InterruptedException {
        spec.preparation().prepare();
        var builder = new ProcessBuilder(spec.command())
                .directory(spec.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(freshLog().toFile()));
        builder.environment().putAll(spec.environment());
        var started = builder.start();
        process = started;
        ProcessRecord.of(started.toHandle()).write(record);
        ended = started.onExit().thenApply(gone -> "exit code " + gone.exitValue());
    }

    /** One file back is enough to see why it died; more would fill a disk that nobody looks at. */
    private Path freshLog() throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling(spec.name() + ".1.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }

    @Override
    public Probe probe() {
        return spec.probe();
    }

    @Override
    public CompletionStage<String> ended() {
        return ended;
    }

    @Override
    public void stop() {
        var current = process;
        if (current != null && current.isAlive()) {
            ProcessRecord.end(current.toHandle(), TIME_TO_STOP);
        }
        try {
            Files.deleteIfExists(record);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot delete " + record, e);
        }
    }
}
