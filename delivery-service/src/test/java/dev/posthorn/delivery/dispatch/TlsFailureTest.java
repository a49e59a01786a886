package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Receivers with whom no trustworthy TLS connection can be made. */
class TlsFailureTest {

    private static final AcceptedEvent EVENT = TestEndpoint.event("one", "{}");

    private static TestKeys keys;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger received = new AtomicInteger();

    @BeforeAll
    static void trustTheReceiver() throws Exception {
        keys = TestKeys.make("other.example.com");
        System.setProperty("javax.net.ssl.trustStore", keys.store().toString());
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

    @Test
    void aTrustedCertificateForAnotherNameIsATlsFailure() throws Exception {
        // Given
        var options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath(keys.store().toString()).setPassword(TestKeys.PASSWORD));
        int port = TestServers.listen(vertx, options, "127.0.0.1", request -> received.incrementAndGet());

        // When
        var outcome = Sending.over(vertx)
                .send(TestEndpoint.at("https://localhost:" + port + "/").make(), EVENT)
                .outcome();

        // Then
        assertThat(outcome.name()).isEqualTo("tls");
        assertThat(received).hasValue(0);
    }

    @Test
    void aReceiverThatSpeaksNoTlsIsATlsFailure() throws Exception {
        // Given: answers in plain text what it does not understand
        int port = TestServers.listen(vertx, request -> received.incrementAndGet());

        // When
        var outcome = Sending.over(vertx)
                .send(TestEndpoint.at("https://localhost:" + port + "/").make(), EVENT)
                .outcome();

        // Then
        assertThat(outcome.name()).isIn("tls", "connection");
        assertThat(received).hasValue(0);
    }
}
