package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.foundation.egress.AddressRules;
import dev.posthorn.foundation.secret.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** A receiver that wants a token, and the server that gives it. */
class OAuth2Test {

    private static final AcceptedEvent EVENT = TestEndpoint.event("one", "{}");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger tokens = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile Consumer<HttpServerRequest> tokenServer = this::giveToken;
    private volatile int answer = 204;
    private String tokenUrl;
    private String url;

    @BeforeEach
    void listen() throws Exception {
        tokenUrl = "http://localhost:"
                + TestServers.listen(
                        vertx,
                        request -> request.body().onSuccess(form -> {
                            asked.add(request.getHeader("Authorization") + " " + form);
                            tokenServer.accept(request);
                        }))
                + "/token";
        url = "http://localhost:"
                + TestServers.listen(vertx, request -> {
                    received.add(String.valueOf(request.getHeader("Authorization")));
                    request.response().setStatusCode(answer).end();
                })
                + "/hooks";
    }

    @AfterEach
    void close() throws Exception {
        TestServers.close(vertx);
    }

    private void giveToken(HttpServerRequest request) {
        request.response()
                .end("{\"access_token\":\"t" + tokens.incrementAndGet()
                        + "\",\"token_type\":\"bearer\",\"expires_in\":3600,\"x\":[]}");
    }

    private Endpoint endpoint() {
        return endpoint(tokenUrl);
    }

    private Endpoint endpoint(String tokenUrl) {
        return TestEndpoint.at(url)
                .with(new Credentials.OAuth2(
                        URI.create(tokenUrl), "me:too", new Secret("s & p"), List.of("a", "b"), "https://aud/"))
                .make();
    }

    @Test
    void isAskedForByClientCredentialsAndSentWithEachRequest() throws Exception {
        // Given
        var sending = Sending.over(vertx);
        var endpoint = endpoint();

        // When
        var first = sending.send(endpoint, EVENT);
        sending.send(endpoint, EVENT);

        // Then: "me%3Atoo:s+%26+p"
        assertThat(first.outcome()).isEqualTo(new AttemptOutcome.Succeeded(204));
        assertThat(received).containsExactly("Bearer t1", "Bearer t1");
        assertThat(asked)
                .containsExactly("Basic bWUlM0F0b286cyslMjYrcA== grant_type=client_credentials&scope=a+b"
                        + "&audience=https%3A%2F%2Faud%2F");
        assertThat(first.exchange().requestHeaders()).containsEntry("Authorization", "(hidden)");
    }

    @Test
    void isAskedForOnceByManyRequestsAtOnce() {
        // Given
        var sending = Sending.over(vertx);
        var endpoint = endpoint();

        // When
        var results = IntStream.range(0, 8)
                .mapToObj(n -> sending.begin(endpoint, EVENT))
                .toList();
        results.forEach(CompletableFuture::join);

        // Then
        assertThat(asked).hasSize(1);
        assertThat(received).hasSize(8).containsOnly("Bearer t1");
    }

    @Test
    void isFetchedAnewAfterTheEndpointRefusedIt() throws Exception {
        // Given
        var sending = Sending.over(vertx);
        var endpoint = endpoint();
        answer = 401;
        assertThat(sending.send(endpoint, EVENT).outcome()).isEqualTo(new AttemptOutcome.Rejected(401, null));
        answer = 204;

        // When
        sending.send(endpoint, EVENT);

        // Then
        assertThat(received).containsExactly("Bearer t1", "Bearer t2");
    }

    private AttemptOutcome refusedBy(Consumer<HttpServerRequest> server) throws Exception {
        tokenServer = server;
        AttemptOutcome outcome = Sending.over(vertx).send(endpoint(), EVENT).outcome();
        assertThat(received).isEmpty();
        assertThat(outcome.error()).doesNotContain("s & p", "s+%26+p");
        return outcome;
    }

    @Test
    void noTokenIsAnOutcomeThatSaysWhy() throws Exception {
        var refused = refusedBy(request -> request.response()
                .setStatusCode(401)
                .end("{\"error\":\"invalid_client\",\"error_description\":\"x\"}"));

        assertThat(refused.name()).isEqualTo("connection");
        assertThat(refused.statusCode()).isNull();
        assertThat(refused.error()).isEqualTo("No access token: the token server answered 401 (invalid_client)");
    }

    @Test
    void goneAtTheTokenServerIsNotGoneAtTheEndpoint() throws Exception {
        assertThat(refusedBy(request -> request.response().setStatusCode(410).end("{}"))
                        .statusCode())
                .isNull();
    }

    @Test
    void answersThatAreNoTokenAreOutcomesToo() throws Exception {
        assertThat(refusedBy(request -> request.response().end("<html>")).error())
                .contains("no JSON");
        assertThat(refusedBy(request -> request.response().end("{}")).error()).contains("no usable access_token");
        assertThat(refusedBy(request -> request.response().end("{\"access_token\":\"a\\nb\"}"))
                        .error())
                .contains("no usable access_token");
        assertThat(refusedBy(request -> request.response().end("{\"access_token\":\"a\",\"token_type\":\"mac\"}"))
                        .error())
                .contains("not of the type Bearer");
        assertThat(refusedBy(request -> request.response().end("x".repeat(100_000)))
                        .error())
                .contains("too long");
        assertThat(refusedBy(request -> request.connection().close()).name()).isEqualTo("connection");
    }

    @Test
    void theTokenServersRedirectIsNotFollowed() throws Exception {
        var refused = refusedBy(request ->
                request.response().setStatusCode(302).putHeader("Location", url).end());

        assertThat(refused.error()).contains("answered 302");
    }

    @Test
    void theTokenServersAddressIsHeldToTheSameRules() throws Exception {
        // Given: the receiver is allowed, the token server is not
        var rules = new AddressRules(true);

        // When
        var outcome = Sending.over(vertx, rules, null)
                .send(endpoint("http://169.254.169.254/latest/token"), EVENT)
                .outcome();

        // Then
        assertThat(outcome.name()).isEqualTo("blocked");
        assertThat(outcome.error()).startsWith("No access token: ");
        assertThat(received).isEmpty();
    }

    @Test
    void aTokenServerWhoseNameDoesNotExistIsADnsFailure() throws Exception {
        var outcome = Sending.over(vertx)
                .send(endpoint("http://no-such-host.invalid/token"), EVENT)
                .outcome();

        assertThat(outcome.name()).isEqualTo("dns");
        assertThat(outcome.error()).startsWith("No access token: ").contains("no-such-host.invalid");
    }
}
