package dev.posthorn.local.launcher;

import dev.posthorn.local.demo.Demo;
import dev.posthorn.local.demo.PublicApi;
import dev.posthorn.local.demo.Seed;
import dev.posthorn.local.supervise.ProcessRecord;
import dev.posthorn.local.supervise.StartFailure;
import dev.posthorn.local.supervise.Supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code up}: starts everything, tells where it is, and stays to watch over it until it is asked to stop. */
final class Up {

    private static final int LAST_LINES = 15;

    private final Path home;
    private final StackFolder folder;
    private final Ports ports;
    private final int instances;
    private final List<String> regions;
    private final boolean demo;
    private final Console console;
    private volatile boolean ready;
    private volatile Demo publisher;

    Up(Path home, StackFolder folder, Ports ports, int instances, List<String> regions, boolean demo, Console console) {
        this.home = home;
        this.folder = folder;
        this.ports = ports;
        this.instances = instances;
        this.regions = regions;
        this.demo = demo;
        this.console = console;
    }

    int run() throws Exception {
        var start = Instant.now();
        folder.create();
        // Held as long as this process lives, and released by the system even when it is killed.
        try (var channel = FileChannel.open(
                folder.records().resolve("supervisor.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!lock(channel)) {
                console.problem("Posthorn already runs with this data (" + folder.root() + ").");
                console.line("./posthorn status shows it, ./posthorn down stops it.");
                return 1;
            }
            new Down(folder).stopLeftOvers();
            ProcessRecord.of(ProcessHandle.current()).write(folder.supervisor());
            Files.writeString(folder.state(), "starting\n");
            Files.writeString(folder.port(), ports.base() + "\n");
            Files.writeString(folder.instances(), instances + "\n");
            return supervise(start);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private int supervise(Instant start) throws Exception {
        var secrets = Secrets.of(folder.secrets());
        var stack = new Stack(home, folder, ports, secrets, instances, regions);
        var supervisor = new Supervisor(stack.parts(), folder.records(), console, InstantSource.system());
        if (!portsAreFree(supervisor)) {
            Files.writeString(folder.state(), "failed\n");
            return 1;
        }
        var hook = new Thread(() -> stop(supervisor), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        var progress = Thread.ofVirtual().start(() -> showProgress(supervisor, start));
        try {
            if (stack.isFirstStart()) {
                console.line("The first start prepares Keycloak, which takes half a minute longer.");
            }
            supervisor.start();
            var addresses = new Addresses(ports, secrets, instances);
            var api = new PublicApi(addresses.url(), secrets.apiKey());
            new Seed(api).plant();
            if (demo) {
                publisher = Demo.start(api, ports.demo());
            }
            addresses.write(folder.environment());
            progress.interrupt();
            announce(addresses, Duration.between(start, Instant.now()));
            ready = true;
            Files.writeString(folder.state(), "ready\n");
            new CountDownLatch(1).await();
            return 0;
        } catch (StartFailure failure) {
            progress.interrupt();
            explain(failure);
            return 1;
        }
    }

    private boolean portsAreFree(Supervisor supervisor) {
        var taken = supervisor.takenPorts();
        taken.forEach((part, port) ->
                console.problem("Port " + port + " is taken by another program; " + part.name() + " needs it."));
        if (!taken.isEmpty()) {
            console.line("Stop that program, or choose other ports: ./posthorn up --port " + (ports.base() + 1000)
                    + " uses " + (ports.base() + 1000) + " to " + (ports.base() + 1000 + Ports.COUNT - 1) + ".");
        }
        return taken.isEmpty();
    }

    private void showProgress(Supervisor supervisor, Instant start) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                console.waiting(supervisor.awaited(), Duration.between(start, Instant.now()));
                Thread.sleep(Duration.ofMillis(500));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(Addresses addresses, Duration took) {
        console.line("");
        console.line(console.strong("Posthorn is ready") + " after " + Console.seconds(took));
        console.line("");
        addresses.tell(console, folder.environment());
        if (demo) {
            console.line("");
            console.line("Sample events go to one good, one slow and one broken endpoint of the tenant demo.");
        }
        console.line("");
        console.line(console.soft("./posthorn listen shows webhooks; Ctrl-C or ./posthorn down stops everything"));
    }

    private void explain(StartFailure failure) throws IOException {
        console.problem(failure.getMessage());
        var log = folder.logs().resolve(failure.part() + ".log");
        if (Files.exists(log)) {
            console.line("The end of " + log + ":");
            List<String> lines = Files.readAllLines(log);
            lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
                    .forEach(line -> console.line("  " + line));
        }
    }

    /** In a shutdown hook: after Ctrl-C, after {@code down}, and after a failed start alike. */
    private void stop(Supervisor supervisor) {
        var start = Instant.now();
        console.line("");
        console.line("Stopping …");
        if (publisher != null) {
            publisher.close();
        }
        supervisor.stop();
        try {
            Files.deleteIfExists(folder.supervisor());
            if (ready) {
                Files.deleteIfExists(folder.state());
            } else {
                Files.writeString(folder.state(), "failed\n");
            }
        } catch (IOException e) {
            console.problem("Cannot tidy up " + folder.records() + ": " + e.getMessage());
        }
        console.line("Stopped after " + Console.seconds(Duration.between(start, Instant.now())));
    }
}
