package dev.posthorn.local.launcher;

import dev.posthorn.local.supervise.Part;
import dev.posthorn.local.supervise.ProcessRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code status}: what runs, on which port, and whether it answers. */
final class Status {

    private final Path home;
    private final StackFolder folder;
    private final Console console;

    Status(Path home, StackFolder folder, Console console) {
        this.home = home;
        this.folder = folder;
        this.console = console;
    }

    /** Returns 0 when everything answers, 3 when something or all of it does not. */
    int tell() throws IOException {
        var supervisor = ProcessRecord.read(folder.supervisor()).flatMap(ProcessRecord::process);
        if (supervisor.isEmpty() || !Files.exists(folder.instances())) {
            console.line("Posthorn does not run (" + folder.root() + ").");
            return 3;
        }
        var ports = new Ports(number(folder.port()));
        var stack = new Stack(home, folder, ports, Secrets.of(folder.secrets()), number(folder.instances()), List.of());
        var all = true;
        for (var part : stack.parts()) {
            all &= tell(part);
        }
        return all ? 0 : 3;
    }

    private static int number(Path file) throws IOException {
        return Integer.parseInt(Files.readString(file).strip());
    }

    private boolean tell(Part part) throws IOException {
        var record = ProcessRecord.read(folder.records().resolve(part.name() + ".pid"));
        var process = record.flatMap(ProcessRecord::process);
        var port = part.ports().getFirst();
        var answers = part.probe().answers();
        var held = Files.exists(folder.hold(part.name()));
        console.line((answers ? "✔ " : "✖ ")
                + Console.pad(part.name())
                + Console.pad(answers ? "answers on " + port : held ? "stopped by you" : "no answer on " + port)
                + process.map(running -> "process " + running.pid() + ", up "
                                + uptime(record.orElseThrow().startedAt()))
                        .orElse(""));
        return answers;
    }

    private static String uptime(Instant since) {
        var time = Duration.between(since, Instant.now());
        return time.toHours() > 0
                ? time.toHours() + " h " + time.toMinutesPart() + " min"
                : time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
