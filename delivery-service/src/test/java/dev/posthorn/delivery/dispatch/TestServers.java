package dev.posthorn.delivery.dispatch;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import java.util.concurrent.TimeUnit;

/** Servers on this machine, which end with their Vert.x. */
final class TestServers {

    private TestServers() {}

    /** @return the port */
    static int listen(Vertx vertx, HttpServerOptions options, String address, Handler<HttpServerRequest> handler)
            throws Exception {
        return vertx.createHttpServer(options)
                .requestHandler(handler)
                .listen(options.getPort() == HttpServerOptions.DEFAULT_PORT ? 0 : options.getPort(), address)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    static int listen(Vertx vertx, Handler<HttpServerRequest> handler) throws Exception {
        return listen(vertx, new HttpServerOptions(), "127.0.0.1", handler);
    }

    static void close(Vertx vertx) throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
