package dev.posthorn.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * A receiver that prints each webhook, and says whether its signature fits the endpoint's secret. The check is that of
 * the official Standard Webhooks library, as a receiver would do it.
 */
public final class Listener {

    /** Numbers keep their digits: what is shown is what was received. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Optional<Webhook> verifier;
    private final int status;
    private final PrintStream out;

    Listener(Optional<String> secret, boolean fail, PrintStream out) {
        this.verifier = secret.map(Listener::verifier);
        this.status = fail ? 500 : 200;
        this.out = out;
    }

    private static Webhook verifier(String secret) {
        try {
            return new Webhook(secret);
        } catch (EmptyWebhookSecretException | IllegalArgumentException e) {
            throw new IllegalArgumentException("--secret is whsec_ followed by base64, as the endpoint shows it.", e);
        }
    }

    /** Listens until the process is stopped. */
    public static int listen(int port, Optional<String> secret, boolean fail) throws Exception {
        var server = start(port, new Listener(secret, fail, System.out));
        System.out.println(
                "Listening on http://localhost:" + port + (fail ? ", answering 500" : "") + ". Ctrl-C stops.");
        if (secret.isEmpty()) {
            System.out.println("Signatures are not checked: give the endpoint's secret with --secret whsec_…");
        }
        System.out.println();
        try {
            Thread.currentThread().join();
        } finally {
            server.stop(0);
        }
        return 0;
    }

    static HttpServer start(int port, Listener listener) throws IOException {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/", listener::receive);
            server.start();
            return server;
        } catch (BindException e) {
            throw new IOException("Port " + port + " is taken by another program. Choose another one with --port.", e);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            print(exchange, body);
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private void print(HttpExchange exchange, String body) {
        out.println("── " + LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + exchange.getRequestMethod() + " "
                + exchange.getRequestURI() + "  → " + status);
        exchange.getRequestHeaders().forEach((name, values) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("webhook-") || lower.equals("content-type")) {
                out.println("   " + lower + ": " + String.join(", ", values));
            }
        });
        out.println("   " + verdict(exchange, body));
        out.println(pretty(body).indent(3));
        out.flush();
    }

    private String verdict(HttpExchange exchange, String body) {
        if (verifier.isEmpty()) {
            return "signature not checked";
        }
        try {
            verifier.get()
                    .verify(
                            body,
                            HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true)
                                    .map());
            return "✔ signature fits";
        } catch (WebhookVerificationException e) {
            return "✖ signature does not fit: " + e.getMessage();
        }
    }

    private static String pretty(String body) {
        try {
            return JSON.writeValueAsString(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
