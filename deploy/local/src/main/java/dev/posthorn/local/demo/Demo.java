package dev.posthorn.local.demo;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Three receivers of the tenant {@code demo}, one good, one slow and one broken, and a thread that publishes a sample
 * event about every second, until it is closed.
 */
public final class Demo implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private enum Receiver {
        GOOD("Demo: good", "Answers at once", Duration.ofMillis(20), 200),
        SLOW("Demo: slow", "Answers after two seconds", Duration.ofSeconds(2), 200),
        BROKEN("Demo: broken", "Answers every request with 500", Duration.ofMillis(50), 500);

        private final String title;
        private final String description;
        private final Duration delay;
        private final int status;

        Receiver(String title, String description, Duration delay, int status) {
            this.title = title;
            this.description = description;
            this.delay = delay;
            this.status = status;
        }

        private String path() {
            return "/" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final PublicApi api;
    private final HttpServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread publisher;

    private Demo(PublicApi api, HttpServer server) {
        this.api = api;
        this.server = server;
        this.publisher = Thread.ofVirtual().name("demo-publisher").unstarted(this::publish);
    }

    public static Demo start(PublicApi api, int port) throws IOException, InterruptedException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var demo = new Demo(api, server);
        demo.listen();
        demo.registerEndpoints(port);
        demo.publisher.start();
        return demo;
    }

    private void listen() {
        for (var receiver : Receiver.values()) {
            server.createContext(receiver.path(), exchange -> {
                try (exchange) {
                    exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
                    Thread.sleep(receiver.delay);
                    var answer = receiver.status == 200 ? "thanks" : "out of order";
                    exchange.sendResponseHeaders(receiver.status, answer.length());
                    exchange.getResponseBody().write(answer.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        server.setExecutor(requests);
        server.start();
    }

    /** Known by their names: after a start on other ports they keep their history under a new URL. */
    private void registerEndpoints(int port) throws IOException, InterruptedException {
        var path = "/v1/tenants/" + Seed.TENANT + "/endpoints";
        var existing = api.get(path + "?limit=250").orElseThrow().path("data");
        for (var receiver : Receiver.values()) {
            var url = "http://localhost:" + port + receiver.path();
            var found = false;
            for (var endpoint : existing) {
                if (endpoint.path("name").asText().equals(receiver.title)) {
                    found = true;
                    if (!endpoint.path("url").asText().equals(url)) {
                        api.patch(path + "/" + endpoint.path("id").asText(), Map.of("url", url));
                    }
                }
            }
            if (!found) {
                api.post(path, Map.of("url", url, "name", receiver.title, "description", receiver.description));
            }
        }
    }

    private void publish() {
        var random = ThreadLocalRandom.current();
        var kinds = List.of(SampleEvent.values());
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var kind = kinds.get(random.nextInt(kinds.size()));
                try {
                    api.post(
                            "/v1/tenants/" + Seed.TENANT + "/events",
                            Map.of("type", kind.type(), "payload", kind.payload(random)));
                } catch (IOException e) {
                    // A service that is being started again: the next event will do.
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        publisher.interrupt();
        server.stop(0);
        requests.shutdownNow();
    }
}
