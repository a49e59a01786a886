package dev.posthorn.benchmarks.stack;

import dev.posthorn.benchmarks.report.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A stack of its own in a folder of its own, driven by the script as a user does. */
public final class LocalStack {

    /** Only a folder with this file is ever deleted. */
    private static final String MARK = "posthorn-benchmarks";

    private static final int DELIVERY = 2;
    private static final int POSTGRES = 10;

    private final Path home;
    private final Path folder;
    private final int port;
    private boolean running;

    /**
     * @param home the root of the checkout
     * @param folder made when absent; must be one that a benchmark made
     * @param port the stack's first
     */
    public LocalStack(Path home, Path folder, int port) {
        this.home = home;
        this.folder = folder;
        this.port = port;
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Starts it with nothing in it. */
    public synchronized void startAnew(Progress progress) throws IOException, InterruptedException {
        if (Files.exists(folder) && !Files.exists(folder.resolve(MARK))) {
            throw new IOException(
                    folder + " was not made by a benchmark; nothing in it is touched. Choose another --data");
        }
        delete();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(MARK), "The data of a benchmark. It is deleted without asking.\n");
        start(progress);
    }

    /** Starts what an earlier benchmark left with {@code --keep}, unless it runs. */
    public synchronized void reuse(Progress progress) throws IOException, InterruptedException {
        if (!Files.exists(data().resolve("local.env"))) {
            startAnew(progress);
        } else if (posthorn("status") != 0) {
            start(progress);
        }
        running = true;
    }

    private void start(Progress progress) throws IOException, InterruptedException {
        progress.show("starting the stack", "");
        running = true;
        if (posthorn("up", "--detach", "--port", Integer.toString(port)) != 0) {
            List<String> lines = Files.readAllLines(log());
            throw new IOException("The stack did not start:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())));
        }
    }

    /** Stops everything and deletes the data. Does nothing when it does not run. */
    public synchronized void stopAndDelete() throws IOException, InterruptedException {
        if (running) {
            delete();
            running = false;
        }
    }

    private void delete() throws IOException, InterruptedException {
        if (Files.exists(data())) {
            posthorn("reset");
        }
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path log() {
        return folder.resolve("posthorn.log");
    }

    private int posthorn(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(home.resolve("posthorn").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data().toString()));
        // A file: a pipe would be kept open by what goes on in the background.
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("POSTHORN_SKIP_BUILD", "1");
        builder.environment().put("POSTHORN_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroy();
            throw new IOException("./posthorn " + words[0] + " did not end");
        }
        return process.exitValue();
    }

    /** The operator's. */
    public String apiKey() throws IOException {
        var values = new HashMap<String, String>();
        for (String line : Files.readAllLines(data().resolve("local.env"))) {
            int equals = line.indexOf('=');
            values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return values.get("POSTHORN_API_KEY");
    }

    /** Publishing goes to the service itself: the gateway is not what is measured. */
    public int deliveryPort() {
        return port + DELIVERY;
    }

    public int subscriptionPort() {
        return port + 1;
    }

    /** Connections from this machine are trusted. */
    public String ledgerJdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + (port + POSTGRES) + "/posthorn_delivery?user=posthorn_delivery";
    }

    public Parts parts() {
        return new Parts(Map.of(
                "subscription", data().resolve("run/subscription-service.pid"),
                "delivery", data().resolve("run/delivery-service.pid"),
                "monitoring", data().resolve("run/monitoring-service.pid"),
                "gateway", data().resolve("run/gateway.pid"),
                "keycloak", data().resolve("run/keycloak.pid"),
                "broker", data().resolve("run/broker.pid"),
                "launcher", data().resolve("run/supervisor.pid"),
                "postgres", data().resolve("postgres/postmaster.pid")));
    }
}
