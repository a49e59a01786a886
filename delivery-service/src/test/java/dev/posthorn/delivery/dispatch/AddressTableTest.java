package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.foundation.egress.AddressRules;
import dev.posthorn.foundation.egress.UrlRules;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every range and every spelling that is refused, when an endpoint is created and when a request is sent. */
class AddressTableTest {

    private static final AcceptedEvent EVENT = TestEndpoint.event("one", "{}");
    private static final AddressRules RULES = new AddressRules(false);

    private static final Vertx VERTX = Vertx.vertx();
    private static final AtomicInteger RECEIVED = new AtomicInteger();
    private static int port;
    private static Sending sending;

    @BeforeAll
    static void listenOnLoopback() throws Exception {
        port = TestServers.listen(VERTX, request -> {
            RECEIVED.incrementAndGet();
            request.response().end();
        });
        sending = Sending.over(VERTX, RULES, null);
    }

    @AfterAll
    static void close() throws Exception {
        TestServers.close(VERTX);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "/refused-addresses.csv")
    void rangeIsRefusedAtCreation(String kind, String host) {
        assertThat(new UrlRules(true, false).refusal("http://" + host + ":" + port + "/"))
                .as(kind)
                .isPresent();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "/refused-addresses.csv")
    void rangeIsRefusedAtConnect(String kind, String host) throws Exception {
        var outcome = sending.send(
                        TestEndpoint.at("http://" + host + ":" + port + "/").make(), EVENT)
                .outcome();

        assertThat(outcome.name()).as(kind).isEqualTo("blocked");
        assertThat(RECEIVED).hasValue(0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "/refused-spellings.csv")
    void spellingIsRefusedAtCreation(String kind, String host) {
        assertThat(new UrlRules(true, false).refusal("http://" + host + ":" + port + "/"))
                .as(kind)
                .isPresent();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvFileSource(resources = "/refused-spellings.csv")
    void spellingReachesNobody(String kind, String host) throws Exception {
        // Given
        Endpoint endpoint;
        try {
            endpoint = TestEndpoint.at("http://" + host + ":" + port + "/").make();
        } catch (IllegalArgumentException noUrl) {
            // Java makes no URL of it, and so nobody can be reached.
            return;
        }

        // When
        var outcome = sending.send(endpoint, EVENT).outcome();

        // Then
        assertThat(outcome.name()).as(kind).isIn("blocked", "dns", "connection");
        assertThat(RECEIVED).hasValue(0);
    }

    @Test
    void anOperatorsAllowListOpensItsNetworksAndNoOthers() throws Exception {
        // Given
        var rules = new AddressRules(false, List.of("127.0.0.1/32", "fd12:3456::/32"));
        int allowedPort =
                TestServers.listen(VERTX, request -> request.response().end());

        // When
        var allowed = Sending.over(VERTX, rules, null)
                .send(TestEndpoint.at("http://127.0.0.1:" + allowedPort + "/").make(), EVENT)
                .outcome();

        // Then
        assertThat(allowed.name()).isEqualTo("succeeded");
        assertThat(rules.allows(InetAddress.ofLiteral("fd12:3456::1"))).isTrue();
        assertThat(rules.allows(InetAddress.ofLiteral("fd12:3457::1"))).isFalse();
        assertThat(rules.allows(InetAddress.ofLiteral("127.0.0.2"))).isFalse();
        assertThat(rules.allows(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
    }

    @Test
    void anAllowListThatIsNoneIsNoticedAtTheStart() {
        for (String network : List.of("10.0.0.0", "10.0.0.0/33", "example.com/8", "10.0.0.0/-1", "")) {
            assertThatThrownBy(() -> new AddressRules(false, List.of(network)))
                    .as(network)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
