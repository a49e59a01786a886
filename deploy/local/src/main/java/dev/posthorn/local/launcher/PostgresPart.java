package dev.posthorn.local.launcher;

import dev.posthorn.local.PostgresServer;
import dev.posthorn.local.supervise.Part;
import dev.posthorn.local.supervise.Probe;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The PostgreSQL server with the services' databases. */
final class PostgresPart implements Part {

    private final int port;
    private final StackFolder folder;
    private final List<PostgresServer.Database> databases;
    private PostgresServer server;
    private volatile CompletableFuture<String> ended = new CompletableFuture<>();

    PostgresPart(int port, StackFolder folder, List<PostgresServer.Database> databases) {
        this.port = port;
        this.folder = folder;
        this.databases = databases;
    }

    @Override
    public String name() {
        return Stack.POSTGRES;
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public synchronized void start() throws Exception {
        Path log = folder.logs().resolve(name() + ".log");
        server = PostgresServer.kept(folder.postgres(), port, log);
        ended = server.process().onExit().thenApply(_ -> "the server process is gone");
        for (var database : databases) {
            server.provide(database);
        }
    }

    @Override
    public Probe probe() {
        return Probe.listening(port);
    }

    @Override
    public CompletionStage<String> ended() {
        return ended;
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
