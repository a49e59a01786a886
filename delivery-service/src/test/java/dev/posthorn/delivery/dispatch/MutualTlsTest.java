package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.foundation.secret.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import javax.net.ssl.SSLPeerUnverifiedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/** A receiver that asks for a client certificate. */
class MutualTlsTest {

    private static final AcceptedEvent EVENT = TestEndpoint.event("one", "{}");

    private static TestKeys server;
    private static TestKeys client;
    private static TestKeys stranger;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> peers = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void trustTheServer() throws Exception {
        server = TestKeys.make("localhost");
        client = TestKeys.make("client.example.com");
        stranger = TestKeys.make("stranger.example.com");
        System.setProperty("javax.net.ssl.trustStore", server.store().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestKeys.PASSWORD);
    }

    @AfterAll
    static void trustAsBefore() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    @AfterEach
    void close() throws Exception {
        TestServers.close(vertx);
    }

    private String listen() throws Exception {
        var options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath(server.store().toString()).setPassword(TestKeys.PASSWORD))
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(client.certificate())));
        int port = TestServers.listen(vertx, options, "127.0.0.1", request -> {
            try {
                peers.add(request.connection().sslSession().getPeerPrincipal().getName());
            } catch (SSLPeerUnverifiedException e) {
                peers.add("nobody");
            }
            request.response().end();
        });
        return "https://localhost:" + port + "/hooks";
    }

    private static Credentials of(TestKeys keys) {
        return new Credentials.MutualTls(keys.certificate(), new Secret(keys.privateKey()));
    }

    @Test
    void isShownTheCertificate() throws Exception {
        // Given
        var endpoint = TestEndpoint.at(listen()).with(of(client)).make();
        var sending = Sending.over(vertx);

        // When
        var outcome = sending.send(endpoint, EVENT).outcome();

        // Then
        assertThat(outcome).isEqualTo(new AttemptOutcome.Succeeded(200));
        assertThat(peers).containsExactly("CN=client.example.com");
    }

    @Test
    void aConnectionOfOneCertificateIsNotUsedForAnother() throws Exception {
        // Given
        String url = listen();
        var sending = Sending.over(vertx);
        assertThat(sending.send(TestEndpoint.at(url).with(of(client)).make(), EVENT)
                        .outcome())
                .isEqualTo(new AttemptOutcome.Succeeded(200));

        // When
        var stranger = sending.send(
                TestEndpoint.at(url).with(of(MutualTlsTest.stranger)).make(), EVENT);
        var nobody = sending.send(TestEndpoint.at(url).make(), EVENT);

        // Then
        assertThat(stranger.outcome().name()).isIn("tls", "connection");
        assertThat(nobody.outcome().name()).isIn("tls", "connection");
        assertThat(peers).containsExactly("CN=client.example.com");
    }

    @Test
    void aCertificateThatCannotBeReadIsAnOutcome() throws Exception {
        // Given
        var broken = new Credentials.MutualTls("no certificate", new Secret("no key"));

        // When
        var outcome = Sending.over(vertx)
                .send(TestEndpoint.at(listen()).with(broken).make(), EVENT)
                .outcome();

        // Then
        assertThat(outcome.name()).isEqualTo("connection");
        assertThat(outcome.error()).doesNotContain("no key");
        assertThat(peers).isEmpty();
    }
}
