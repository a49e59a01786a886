package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.foundation.egress.AddressRules;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A name that changes its address from one that may be called to one that must not (DNS rebinding). 127.0.0.2 plays the
 * public one here, by an operator's allow list; 127.0.0.1 is forbidden, and somebody listens there on the same port.
 */
class RebindingTest {

    private static final AcceptedEvent EVENT = TestEndpoint.event("one", "{}");
    private static final AddressRules RULES = new AddressRules(false, List.of("127.0.0.2/32"));

    private final Vertx vertx = Vertx.vertx();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private DnsServer names;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        names = DnsServer.start();
        System.setProperty(TestNames.PORT, Integer.toString(names.port()));
        port = TestServers.listen(vertx, new HttpServerOptions(), "127.0.0.1", request -> {
            received.add("private");
            request.response().end();
        });
        TestServers.listen(vertx, new HttpServerOptions().setPort(port), "127.0.0.2", request -> {
            received.add("public for " + request.authority().host());
            // The next request needs a new connection, and so the address again.
            request.response().putHeader("Connection", "close").end();
        });
    }

    @AfterEach
    void close() throws Exception {
        names.close();
        TestServers.close(vertx);
    }

    @Test
    void nothingIsSentToTheAddressThatItChangedTo() throws Exception {
        // Given
        String host = "a" + System.nanoTime() + TestNames.DOMAIN;
        names.answer(host, "127.0.0.2", "127.0.0.1");
        var endpoint = TestEndpoint.at("http://" + host + ":" + port + "/").make();
        var sending = Sending.over(vertx, RULES, null);

        // When
        var first = sending.send(endpoint, EVENT).outcome();
        var second = sending.send(endpoint, EVENT).outcome();

        // Then
        assertThat(first).isEqualTo(new AttemptOutcome.Succeeded(200));
        assertThat(second.name()).isEqualTo("blocked");
        assertThat(second.error()).contains(host).doesNotContain("127.0.0.1");
        assertThat(received).containsExactly("public for " + host);
    }

    @Test
    void theAddressThatWasCheckedIsTheOneThatIsCalled() throws Exception {
        // Given: asked once more between check and connection, it would give the forbidden one
        String host = "b" + System.nanoTime() + TestNames.DOMAIN;
        names.answer(host, "127.0.0.2", "127.0.0.1", "127.0.0.1");
        var endpoint = TestEndpoint.at("http://" + host + ":" + port + "/").make();

        // When
        var outcome = Sending.over(vertx, RULES, null).send(endpoint, EVENT).outcome();

        // Then
        assertThat(outcome).isEqualTo(new AttemptOutcome.Succeeded(200));
        assertThat(received).containsExactly("public for " + host);
    }

    @Test
    void aNameOfAForbiddenAddressIsNotCalledAtAll() throws Exception {
        // Given
        String host = "c" + System.nanoTime() + TestNames.DOMAIN;
        names.answer(host, "127.0.0.1");

        // When
        var outcome = Sending.over(vertx, RULES, null)
                .send(TestEndpoint.at("http://" + host + ":" + port + "/").make(), EVENT)
                .outcome();

        // Then
        assertThat(outcome.name()).isEqualTo("blocked");
        assertThat(received).isEmpty();
    }
}
