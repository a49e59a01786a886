package dev.posthorn.local.launcher;

import dev.posthorn.local.PostgresServer;
import dev.posthorn.local.supervise.ProcessRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code down}: stops a stack by what it wrote down of itself, also when its supervisor is gone. */
final class Down {

    private static final Duration SUPERVISOR_PATIENCE = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final StackFolder folder;

    Down(StackFolder folder) {
        this.folder = folder;
    }

    /** Returns whether anything ran. */
    boolean stop() throws IOException {
        var supervisor = ProcessRecord.read(folder.supervisor()).flatMap(ProcessRecord::process);
        supervisor.ifPresent(process -> ProcessRecord.end(process, SUPERVISOR_PATIENCE));
        var leftOvers = stopLeftOvers();
        Files.deleteIfExists(folder.supervisor());
        Files.deleteIfExists(folder.state());
        return supervisor.isPresent() || leftOvers;
    }

    /** Stops the processes of a supervisor that was killed: first those that write, then their database. */
    boolean stopLeftOvers() throws IOException {
        if (!Files.isDirectory(folder.records())) {
            return false;
        }
        var anything = false;
        var services = new java.util.ArrayList<>(List.of(Stack.SUBSCRIPTION, Stack.MONITORING));
        services.addAll(Stack.deliveryNames(Stack.MOST_INSTANCES));
        for (var group : List.of(List.of(Stack.GATEWAY), services, List.of(Stack.BROKER, Stack.KEYCLOAK))) {
            var ends = new java.util.ArrayList<CompletableFuture<Void>>();
            for (var part : group) {
                var record = folder.records().resolve(part + ".pid");
                var process = ProcessRecord.read(record).flatMap(ProcessRecord::process);
                process.ifPresent(
                        found -> ends.add(CompletableFuture.runAsync(() -> ProcessRecord.end(found, PATIENCE))));
                Files.deleteIfExists(record);
                Files.deleteIfExists(folder.hold(part));
            }
            ends.forEach(CompletableFuture::join);
            anything |= !ends.isEmpty();
        }
        return PostgresServer.stopLeftOver(folder.postgres()) || anything;
    }
}
