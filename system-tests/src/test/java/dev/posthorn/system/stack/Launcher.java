package dev.posthorn.system.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The script {@code ./posthorn} of this checkout, called as a user calls it, with one folder of data. */
public final class Launcher {

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Path home;
    private final Path data;
    private final List<String> around;
    private final Map<String, String> settings;

    Launcher(Path home, Path data) {
        this(home, data, List.of(), Map.of());
    }

    private Launcher(Path home, Path data, List<String> around, Map<String, String> settings) {
        this.home = home;
        this.data = data;
        this.around = around;
        this.settings = settings;
    }

    /** The same, with "up" run by another command, which gets it as its last words. */
    Launcher startedBy(List<String> command) {
        return new Launcher(home, data, command, settings);
    }

    /** The same, with settings of its services, as environment variables. */
    Launcher with(Map<String, String> environment) {
        return new Launcher(home, data, around, environment);
    }

    /** What a command printed, and how it ended. */
    public record Result(int exitCode, String output) {

        Result expectSuccess() {
            if (exitCode != 0) {
                throw new AssertionError("./posthorn ended with " + exitCode + ":\n" + output);
            }
            return this;
        }
    }

    Path data() {
        return data;
    }

    /** The same script with other data. */
    public Launcher withData(Path other) {
        return new Launcher(home, other);
    }

    /** Runs a command and returns when it has ended, whatever its exit code. */
    public Result run(String... words) {
        var command = new ArrayList<String>();
        if (words[0].equals("up")) {
            command.addAll(around);
        }
        command.add(home.resolve("posthorn").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        try {
            // A file instead of a pipe: what "up --detach" leaves running would keep a pipe open.
            var output = File.createTempFile("posthorn-", ".out");
            var builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output);
            // The build that runs these tests has just packaged everything, with the JDK that runs them.
            builder.environment().putAll(settings);
            builder.environment().put("POSTHORN_SKIP_BUILD", "1");
            builder.environment().put("POSTHORN_JAVA_HOME", System.getProperty("java.home"));
            try {
                var process = builder.start();
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroy();
                    throw new AssertionError(String.join(" ", command) + " did not end:\n"
                            + java.nio.file.Files.readString(output.toPath()));
                }
                return new Result(process.exitValue(), java.nio.file.Files.readString(output.toPath()));
            } finally {
                output.delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + String.join(" ", command), e);
        }
    }
}
