package dev.posthorn.delivery;

import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** A receiver of webhooks that remembers what it got, and answers as it is told. */
public final class TestSubscriber implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile IntSupplier status = () -> 200;

    /** @param headers by their names in lower case */
    public record Received(Instant at, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.get(name);
        }
    }

    private TestSubscriber(HttpServer server) {
        this.server = server;
    }

    public static TestSubscriber start() throws IOException {
        return start(0);
    }

    public static TestSubscriber start(int port) throws IOException {
        var subscriber = new TestSubscriber(HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0));
        subscriber.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        subscriber.server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                        .collect(Collectors.toMap(
                                it -> it.getKey().toLowerCase(),
                                it -> it.getValue().getFirst()));
                subscriber.received.add(new Received(Instant.now(), headers, body));
                int answer = subscriber.status.getAsInt();
                exchange.sendResponseHeaders(answer, answer == 204 ? -1 : 2);
                if (answer != 204) {
                    exchange.getResponseBody().write("OK".getBytes(StandardCharsets.UTF_8));
                }
            }
        });
        subscriber.server.start();
        return subscriber;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    public void answer(int newStatus) {
        status = () -> newStatus;
    }

    /** Asks anew for each request, in its own thread; the answer may be long in coming. */
    public void answer(IntSupplier newStatus) {
        status = newStatus;
    }

    public List<Received> received() {
        return received;
    }

    public Received awaitOne() {
        return await(1).getFirst();
    }

    public List<Received> await(int count) {
        Awaitility.await().until(() -> received.size() >= count);
        return received;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
