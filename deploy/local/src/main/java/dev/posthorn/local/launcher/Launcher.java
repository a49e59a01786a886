package dev.posthorn.local.launcher;

import dev.posthorn.local.demo.Listener;
import dev.posthorn.local.supervise.ProcessRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The commands of {@code ./posthorn} that the script does not do itself. */
public final class Launcher {

    private static final int DEFAULT_PORT = 8080;
    private static final int MISUSED = 2;

    private final Path home;
    private final Console console = Console.ofThisProcess();

    private Launcher(Path home) {
        this.home = home;
    }

    public static void main(String[] arguments) throws Exception {
        var launcher = new Launcher(Path.of(System.getProperty("posthorn.home", ".")));
        System.exit(launcher.run(List.of(arguments)));
    }

    private int run(List<String> arguments) throws Exception {
        try {
            var rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
            return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
                case "up" -> up(Options.parse(rest, Set.of("port", "data", "instances", "regions"), Set.of("demo")));
                case "down" -> down(Options.parse(rest, Set.of("data"), Set.of()));
                case "status" -> status(Options.parse(rest, Set.of("data"), Set.of()));
                case "reset" -> reset(Options.parse(rest, Set.of("data"), Set.of()));
                case "stop" -> hold(Options.parse(rest, Set.of("data"), Set.of()));
                case "start" -> release(Options.parse(rest, Set.of("data"), Set.of()));
                case "listen" -> listen(Options.parse(rest, Set.of("port", "secret"), Set.of("fail")));
                default -> throw new Options.Misused("Unknown command. ./posthorn --help lists all.");
            };
        } catch (Options.Misused e) {
            console.problem(e.getMessage());
            return MISUSED;
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            console.problem(e.getMessage() == null ? e.toString() : e.getMessage());
            return 1;
        }
    }

    private int up(Options options) throws Exception {
        noWords(options);
        var ports = new Ports(options.number("port", DEFAULT_PORT));
        var instances = options.number("instances", 1);
        if (instances < 1 || instances > Stack.MOST_INSTANCES) {
            throw new Options.Misused("--instances is between 1 and " + Stack.MOST_INSTANCES + ".");
        }
        var regions =
                options.value("regions").map(names -> List.of(names.split(","))).orElse(List.of());
        return new Up(home, options.folder(home), ports, instances, regions, options.has("demo"), console).run();
    }

    private int down(Options options) throws IOException {
        noWords(options);
        console.line(new Down(options.folder(home)).stop() ? "Stopped." : "Nothing ran.");
        return 0;
    }

    private int status(Options options) throws IOException {
        noWords(options);
        return new Status(home, options.folder(home), console).tell();
    }

    private int reset(Options options) throws IOException {
        noWords(options);
        var folder = options.folder(home);
        new Down(folder).stop();
        folder.empty();
        console.line("Everything in " + folder.root() + " is deleted.");
        return 0;
    }

    private int listen(Options options) throws Exception {
        noWords(options);
        return Listener.listen(options.number("port", 9000), options.value("secret"), options.has("fail"));
    }

    /** Ends one part and keeps the supervisor from starting it again. */
    private int hold(Options options) throws IOException {
        var part = part(options);
        var folder = options.folder(home);
        var process =
                ProcessRecord.read(folder.records().resolve(part + ".pid")).flatMap(ProcessRecord::process);
        if (process.isEmpty()) {
            console.problem(part + " does not run as a process of its own.");
            return 1;
        }
        Files.writeString(folder.hold(part), "");
        ProcessRecord.end(process.get(), Duration.ofSeconds(20));
        console.line(part + " is stopped. ./posthorn start " + part + " starts it again.");
        return 0;
    }

    private int release(Options options) throws IOException {
        var part = part(options);
        console.line(
                Files.deleteIfExists(options.folder(home).hold(part))
                        ? part + " starts again."
                        : part + " was not stopped.");
        return 0;
    }

    private static String part(Options options) {
        if (options.words().size() != 1 || !Stack.NAMES.contains(options.words().getFirst())) {
            throw new Options.Misused("Name one of: " + String.join(", ", Stack.NAMES) + ".");
        }
        return options.words().getFirst();
    }

    private static void noWords(Options options) {
        if (!options.words().isEmpty()) {
            throw new Options.Misused("Unknown word " + options.words().getFirst() + ". ./posthorn --help lists all.");
        }
    }
}
