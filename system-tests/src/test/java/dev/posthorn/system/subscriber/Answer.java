package dev.posthorn.system.subscriber;

import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What a subscriber does with a request that it has read. It is called in the request's own thread, and may block it. */
@FunctionalInterface
public interface Answer {

    void to(HttpExchange exchange) throws IOException, InterruptedException;

    static Answer status(int status) {
        return exchange -> {
            byte[] body = ("status " + status).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
            if (status != 204) {
                exchange.getResponseBody().write(body);
            }
        };
    }

    static Answer json(int status, String json) {
        return exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** Ends the connection without a word. */
    static Answer hangUp() {
        return HttpExchange::close;
    }

    /** Answers 200 once the latch is open. */
    static Answer heldBy(CountDownLatch latch) {
        return exchange -> {
            latch.await();
            status(200).to(exchange);
        };
    }

    /** Does not answer at all. */
    static Answer silence() {
        return exchange -> Thread.sleep(Duration.ofMinutes(10));
    }

    default Answer after(Duration delay) {
        return exchange -> {
            Thread.sleep(delay);
            to(exchange);
        };
    }
}
