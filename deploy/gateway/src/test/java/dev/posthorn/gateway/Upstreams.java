package dev.posthorn.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Two services that tell what they were asked, and a third, monitoring, that is not there. Delivery has three
 * instances, of which the first is not there.
 */
public final class Upstreams implements QuarkusTestResourceLifecycleManager {

    /** Holds back the second half of a stream until the test has seen the first. */
    static final CountDownLatch SECOND_HALF = new CountDownLatch(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer subscription;
    private HttpServer delivery;
    private HttpServer delivery2;

    @Override
    public Map<String, String> start() {
        try {
            subscription = start("subscription");
            delivery = start("delivery");
            delivery2 = start("delivery");
            return Map.of(
                    "posthorn.gateway.subscription-url",
                    url(subscription),
                    "posthorn.gateway.delivery-urls",
                    String.join(",", "http://localhost:" + unusedPort(), url(delivery), url(delivery2)),
                    "posthorn.gateway.monitoring-url",
                    "http://localhost:" + unusedPort(),
                    "posthorn.gateway.oidc-authority",
                    "http://login.example/realms/posthorn");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpServer start(String name) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> tell(name, exchange));
        server.createContext("/v1/tenants/acme/events/stream", Upstreams::stream);
        server.createContext("/v1/tenants/acme/events/broken", HttpExchange::close);
        server.start();
        return server;
    }

    private static void tell(String name, HttpExchange exchange) throws IOException {
        try (exchange) {
            var size = exchange.getRequestBody().readAllBytes().length;
            var body = String.join(
                            "\n",
                            name,
                            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                            "for " + exchange.getRequestHeaders().get("X-Forwarded-For"),
                            "key " + exchange.getRequestHeaders().getFirst("Authorization"),
                            "size " + size)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Served-By", name);
            exchange.getResponseHeaders()
                    .set(
                            "X-Served-At",
                            Integer.toString(exchange.getLocalAddress().getPort()));
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 202 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void stream(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            SECOND_HALF.await();
            exchange.getResponseBody().write("data: second\n\n".getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String url(HttpServer server) {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void stop() {
        subscription.stop(0);
        delivery.stop(0);
        delivery2.stop(0);
        threads.shutdownNow();
    }
}
