package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.foundation.egress.AddressRules;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that leave through a proxy: a small real one, which wants to know who comes. */
class EgressProxyTest {

    private static final AcceptedEvent EVENT = TestEndpoint.event("one", "{}");
    private static final String IDENTITY =
            "Basic " + Base64.getEncoder().encodeToString("posthorn:pass".getBytes(StandardCharsets.UTF_8));

    private static TestKeys keys;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private ProxyOptions proxy;

    @BeforeAll
    static void trustTheReceiver() throws Exception {
        keys = TestKeys.make("localhost");
        System.setProperty("javax.net.ssl.trustStore", keys.store().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestKeys.PASSWORD);
    }

    @AfterAll
    static void trustAsBefore() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    @BeforeEach
    void startProxy() throws Exception {
        int port = TestServers.listen(vertx, this::serve);
        proxy = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost("127.0.0.1")
                .setPort(port)
                .setUsername("posthorn")
                .setPassword("pass");
    }

    @AfterEach
    void close() throws Exception {
        TestServers.close(vertx);
    }

    /** The proxy. */
    private void serve(HttpServerRequest request) {
        asked.add(request.method() + " " + request.uri());
        if (!IDENTITY.equals(request.getHeader("Proxy-Authorization"))) {
            request.response().setStatusCode(407).end();
        } else if (request.method().equals(HttpMethod.CONNECT)) {
            request.pause();
            String[] address = request.uri().split(":");
            vertx.createNetClient()
                    .connect(Integer.parseInt(address[1]), address[0])
                    .onSuccess(there -> request.toNetSocket().onSuccess(here -> join(here, there)))
                    .onFailure(e -> request.response().setStatusCode(502).end());
        } else {
            received.add("plain for " + request.getHeader("Host"));
            request.response().end();
        }
    }

    private static void join(NetSocket here, NetSocket there) {
        here.pipeTo(there);
        there.pipeTo(here);
    }

    private String listen() throws Exception {
        var options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath(keys.store().toString()).setPassword(TestKeys.PASSWORD));
        int port = TestServers.listen(vertx, options, "127.0.0.1", request -> {
            received.add("for " + request.authority().host());
            request.response().end();
        });
        return "https://localhost:" + port;
    }

    private AttemptOutcome send(String url, AddressRules rules) throws Exception {
        return Sending.over(vertx, rules, proxy)
                .send(TestEndpoint.at(url).make(), EVENT)
                .outcome();
    }

    @Test
    void isAskedToConnectToTheAddressThatWasCheckedWhileTheNameIsStillVerified() throws Exception {
        // Given
        String url = listen();

        // When
        var outcome = send(url, new AddressRules(true));

        // Then
        assertThat(outcome).isEqualTo(new AttemptOutcome.Succeeded(200));
        assertThat(asked).containsExactly(url.replace("https://localhost", "CONNECT 127.0.0.1"));
        assertThat(received).containsExactly("for localhost");
    }

    @Test
    void doesNotResolveTheNameOfAPlainRequestAgain() throws Exception {
        // When
        var outcome = send("http://localhost:8765/hooks?a=b", new AddressRules(true));

        // Then
        assertThat(outcome).isEqualTo(new AttemptOutcome.Succeeded(200));
        assertThat(asked).containsExactly("POST http://127.0.0.1:8765/hooks?a=b");
        assertThat(received).containsExactly("plain for localhost:8765");
    }

    @Test
    void isNotAskedForForbiddenAddresses() throws Exception {
        assertThat(send(listen(), new AddressRules(false)).name()).isEqualTo("blocked");
        assertThat(send("https://10.0.0.1/", new AddressRules(true)).name()).isEqualTo("blocked");

        assertThat(asked).isEmpty();
    }

    @Test
    void thatTurnsUsAwayIsAFailedConnection() throws Exception {
        // Given
        proxy.setPassword("wrong");

        // When
        var outcome = send(listen(), new AddressRules(true));

        // Then
        assertThat(outcome.name()).isEqualTo("connection");
        assertThat(received).isEmpty();
    }
}
