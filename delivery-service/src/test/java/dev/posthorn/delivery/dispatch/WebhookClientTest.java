package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.foundation.egress.AddressRules;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.PfxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Receivers as they should not be. */
class WebhookClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServer> servers = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void anyOf2xxIsSuccess(int status) throws Exception {
        String url = serve(request -> request.response().setStatusCode(status).end());

        assertThat(send(url).outcome()).isEqualTo(new AttemptOutcome.Succeeded(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 400, 404, 410, 429, 500, 503})
    void anythingElseIsARejection(int status) throws Exception {
        String url = serve(request -> request.response().setStatusCode(status).end());

        assertThat(send(url).outcome()).isEqualTo(new AttemptOutcome.Rejected(status, null));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        var followed = new AtomicInteger();
        String elsewhere = serve(request -> {
            followed.incrementAndGet();
            request.response().end();
        });
        String url = serve(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", elsewhere)
                .end());

        assertThat(send(url).outcome()).isEqualTo(new AttemptOutcome.Rejected(302, null));
        assertThat(followed).hasValue(0);
    }

    @Test
    void retryAfterIsRead() throws Exception {
        String url = serve(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "7")
                .end());

        assertThat(send(url).outcome()).isEqualTo(new AttemptOutcome.Rejected(429, Duration.ofSeconds(7)));
    }

    @Test
    void noAnswerEndsAtTheTimeout() throws Exception {
        String url = serve(request -> {});

        long begin = System.nanoTime();
        var outcome = send(url).outcome();

        assertThat(outcome).isEqualTo(new AttemptOutcome.TimedOut(TIMEOUT));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(TIMEOUT, TIMEOUT.multipliedBy(4));
    }

    @Test
    void anAnswerThatNeverEndsCountsByItsStatus() throws Exception {
        String url = serve(request -> {
            request.response().setChunked(true).write("x");
            vertx.setPeriodic(50, tick -> {
                if (!request.response().closed()) {
                    request.response().write("x");
                }
            });
        });

        var result = send(url);

        assertThat(result.outcome()).isEqualTo(new AttemptOutcome.Succeeded(200));
        assertThat(new String(result.exchange().responseBody())).startsWith("xx");
    }

    @Test
    void aHugeBodyIsCutOffAndItsConnectionClosed() throws Exception {
        var written = new AtomicInteger();
        String url = serve(request -> {
            var response = request.response().setChunked(true);
            writeOn(response, written);
        });

        var result = send(url);

        assertThat(result.outcome()).isEqualTo(new AttemptOutcome.Succeeded(200));
        assertThat(result.exchange().responseBody()).hasSize(4096);
        assertThat(written.get()).isLessThan(64 * 1024 * 1024);
    }

    private static void writeOn(HttpServerResponse response, AtomicInteger written) {
        byte[] part = new byte[64 * 1024];
        while (!response.closed() && !response.writeQueueFull() && written.get() < 1024 * 1024 * 1024) {
            response.write(Buffer.buffer(part));
            written.addAndGet(part.length);
        }
        response.drainHandler(drained -> writeOn(response, written));
    }

    @Test
    void aResetIsAFailedConnection() throws Exception {
        String url = serve(request -> request.connection().close());

        assertThat(send(url).outcome().name()).isEqualTo("connection");
    }

    @Test
    void nobodyListeningIsAFailedConnection() throws Exception {
        String url = serve(request -> {});
        servers.getFirst().close().toCompletionStage().toCompletableFuture().get();

        assertThat(send(url).outcome().name()).isEqualTo("connection");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsATlsFailure() throws Exception {
        Path keys = Files.createTempDirectory("posthorn-test").resolve("keys.p12");
        makeKeys(keys);
        String url = serve(
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(keys.toString()).setPassword("changeit"))
                        .setUseAlpn(true),
                "https",
                request -> request.response().end());

        assertThat(send(url).outcome().name()).isEqualTo("tls");
    }

    private static void makeKeys(Path file) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        int status = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "test",
                        "-dname",
                        "CN=localhost")
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    @Test
    void aNameThatDoesNotExistIsADnsFailure() throws Exception {
        var outcome = send("http://no-such-host.invalid/x").outcome();

        assertThat(outcome.name()).isEqualTo("dns");
        assertThat(outcome.error()).contains("no-such-host.invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data",
                "http://[fe80::1]/",
                "http://0.0.0.0:80/"
            })
    void forbiddenAddressesAreNotCalled(String url) throws Exception {
        assertThat(send(url).outcome().name()).isEqualTo("blocked");
    }

    @Test
    void loopbackIsNotCalledWhereItIsNotAllowed() throws Exception {
        var called = new AtomicInteger();
        String url = serve(request -> {
            called.incrementAndGet();
            request.response().end();
        });

        assertThat(send(url, new AddressRules(false)).outcome().name()).isEqualTo("blocked");
        assertThat(called).hasValue(0);
    }

    @Test
    void connectionsAreKeptForTheNextRequest() throws Exception {
        String url = serve(request -> request.response().end("OK"));
        var client = client(new AddressRules(true));

        for (int n = 0; n < 5; n++) {
            assertThat(send(client, url).outcome()).isEqualTo(new AttemptOutcome.Succeeded(200));
        }

        assertThat(connections).hasValue(1);
    }

    private String serve(Handler<HttpServerRequest> handler) throws Exception {
        return serve(new HttpServerOptions(), "http", handler);
    }

    private String serve(HttpServerOptions options, String scheme, Handler<HttpServerRequest> handler)
            throws Exception {
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        servers.add(server);
        return scheme + "://localhost:" + server.actualPort() + "/hooks?a=b";
    }

    private WebhookClient.Result send(String url) throws Exception {
        return send(url, new AddressRules(true));
    }

    private WebhookClient.Result send(String url, AddressRules rules) throws Exception {
        return send(client(rules), url);
    }

    private record Client(Context context, WebhookClient client) {}

    private Client client(AddressRules rules) {
        var context = ((VertxInternal) vertx).createEventLoopContext();
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DispatchConfig.class)
                .build()
                .getConfigMapping(DispatchConfig.class);
        var addresses = new Addresses(context, rules, config.addressLifetime());
        return new Client(
                context,
                new WebhookClient(
                        vertx,
                        addresses,
                        new Clients(vertx, config, null),
                        config,
                        new WebhookClient.Sender("Posthorn/test", null)));
    }

    private static WebhookClient.Result send(Client client, String url) throws Exception {
        var endpoint = new Endpoint(
                EndpointId.next(),
                1,
                "t",
                URI.create(url),
                Endpoint.Status.ENABLED,
                List.of(),
                List.of(),
                Map.of(),
                TIMEOUT,
                List.of(),
                Endpoint.DEFAULT_FORM,
                Endpoint.DEFAULT_PACE,
                null,
                Map.of());
        var event = new AcceptedEvent(
                EventId.next(),
                "t",
                null,
                "a.b",
                List.of(),
                Instant.now(),
                "{}".getBytes(),
                List.of(endpoint.id()),
                EventOptions.NONE);
        var result = new CompletableFuture<WebhookClient.Result>();
        client.context()
                .runOnContext(now -> client.client()
                        .send(endpoint, List.of(event), AttemptId.next(), Instant.now())
                        .onComplete(sent -> result.complete(sent.result())));
        return result.get(10, TimeUnit.SECONDS);
    }
}
