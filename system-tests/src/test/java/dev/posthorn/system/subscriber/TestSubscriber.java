package dev.posthorn.system.subscriber;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A receiver of webhooks on this machine, which answers 200 until it is told otherwise. */
public final class TestSubscriber implements AutoCloseable {

    private static final int WAITING_CONNECTIONS = 512;

    private final HttpServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
    private volatile Answer answer = Answer.status(200);

    private TestSubscriber(HttpServer server) {
        this.server = server;
    }

    public static TestSubscriber start() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var subscriber = new TestSubscriber(HttpServer.create(address, WAITING_CONNECTIONS));
            subscriber.server.setExecutor(subscriber.requests);
            subscriber.server.createContext("/", subscriber::receive);
            subscriber.server.start();
            return subscriber;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    Instant.now(),
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                    body));
            answer.to(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String url() {
        return url("/hooks");
    }

    public String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** From the next request on. */
    public void answer(Answer next) {
        answer = next;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public Set<String> receivedIds() {
        return received().stream().map(Received::eventId).collect(Collectors.toUnmodifiableSet());
    }

    public Received awaitOne() {
        return await(1).getFirst();
    }

    /** Waits for so many requests at least, and returns all that have arrived. */
    public List<Received> await(int count) {
        return await(count, Duration.ofSeconds(30));
    }

    public List<Received> await(int count, Duration patience) {
        Awaitility.await(count + " requests have arrived").atMost(patience).until(() -> received.size() >= count);
        return received();
    }

    @Override
    public void close() {
        requests.shutdownNow();
        server.stop(0);
    }
}
