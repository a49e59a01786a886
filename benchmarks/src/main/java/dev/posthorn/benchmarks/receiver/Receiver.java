package dev.posthorn.benchmarks.receiver;

import dev.posthorn.benchmarks.load.Payload;
import dev.posthorn.benchmarks.load.Runs;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;

/** Receives webhooks, notes each in its run, and answers as its path says. */
public final class Receiver {

    private static final int LOOPS = 2;
    private static final String HOST = "127.0.0.1";

    private final Runs runs;
    private final int port;
    private final int closedPort;
    private final LongAdder neverAnswered = new LongAdder();
    private final LongAdder answeredWithError = new LongAdder();

    private Receiver(Runs runs, int port, int closedPort) {
        this.runs = runs;
        this.port = port;
        this.closedPort = closedPort;
    }

    /** How an endpoint behaves. */
    public enum Behaviour {
        /** Answers 200 at once. */
        GOOD,
        /** Takes the request, and never answers. */
        SILENT,
        /** Answers 500 at once. */
        FAILING,
        /** Nobody listens there. */
        CLOSED
    }

    public static Receiver start(Vertx vertx, Runs runs) throws IOException, InterruptedException {
        var receiver = new Receiver(runs, freePort(), freePort());
        try {
            vertx.deployVerticle(receiver::server, new DeploymentOptions().setInstances(LOOPS))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("The receiver did not start", e.getCause());
        }
        return receiver;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The URL of one endpoint; its number comes back with every webhook. */
    public String url(Behaviour behaviour, int endpoint) {
        return "http://" + HOST + ":" + (behaviour == Behaviour.CLOSED ? closedPort : port) + "/"
                + behaviour.name().charAt(0) + "/" + endpoint;
    }

    public int port() {
        return port;
    }

    public long neverAnswered() {
        return neverAnswered.sum();
    }

    public long answeredWithError() {
        return answeredWithError.sum();
    }

    private AbstractVerticle server() {
        return new AbstractVerticle() {
            @Override
            public void start(Promise<Void> started) {
                vertx.createHttpServer(
                                new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(8192))
                        .requestHandler(Receiver.this::receive)
                        .listen(port, HOST)
                        .<Void>mapEmpty()
                        .onComplete(started);
            }
        };
    }

    private void receive(HttpServerRequest request) {
        String path = request.path();
        switch (path.charAt(1)) {
            case 'G' ->
                request.bodyHandler(body -> {
                    Payload payload = Payload.find(body.getBytes());
                    if (payload != null) {
                        runs.receive(payload, Integer.parseInt(path, 3, path.length(), 10));
                    }
                    request.response().end();
                });
            case 'S' -> neverAnswered.increment();
            default ->
                request.bodyHandler(body -> {
                    answeredWithError.increment();
                    request.response().setStatusCode(500).end();
                });
        }
    }
}
