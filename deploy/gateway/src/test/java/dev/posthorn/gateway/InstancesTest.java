package dev.posthorn.gateway;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class InstancesTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void sendsNoMoreToOneThatTakesConnectionsButDoesNotAnswer() throws Exception {
        // Given
        var answering = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answering.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        answering.start();
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var client = HttpClient.newHttpClient()) {
            var gateway =
                    gatewayTo(silent.getLocalPort(), answering.getAddress().getPort());

            // When
            var answers = IntStream.range(0, 20)
                    .mapToObj(n -> client.sendAsync(
                                    HttpRequest.newBuilder(gateway)
                                            .timeout(Duration.ofSeconds(20))
                                            .build(),
                                    BodyHandlers.discarding())
                            .thenApply(answer -> 1)
                            .completeOnTimeout(0, 2, java.util.concurrent.TimeUnit.SECONDS))
                    .map(CompletableFuture::join)
                    .toList();

            // Then: the first one or two found out
            assertThat(answers.stream().mapToInt(Integer::intValue).sum()).isGreaterThanOrEqualTo(18);
        } finally {
            answering.stop(0);
        }
    }

    private URI gatewayTo(int... ports) {
        var instances = new Instances(IntStream.of(ports)
                .mapToObj(port -> URI.create("http://localhost:" + port))
                .toList());
        var proxy = HttpProxy.reverseProxy(vertx.createHttpClient())
                .origin(instances::open)
                .addInterceptor(new ProxyInterceptor() {
                    @Override
                    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
                        return context.sendRequest().onComplete(done -> instances.answered(context));
                    }
                });
        var server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(proxy)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }
}
