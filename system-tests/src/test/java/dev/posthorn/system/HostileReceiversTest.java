package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.HostileReceiver;
import dev.posthorn.system.subscriber.HostileReceiver.Connection;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import dev.posthorn.system.tenant.Tenant.RecordedAttempt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Receivers that answer never, slowly, endlessly or with nonsense. Each attempt ends with the outcome that says so, nothing
 * is read that nobody needs, and the endpoint beside them is served as if they were not there.
 */
@ExtendWith(StackExtension.class)
class HostileReceiversTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** An attempt's own time is measured by a machine that has other work. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int EVENTS_EACH = 3;
    private static final long GIBIBYTE = 1L << 30;
    private static final long MEBIBYTE = 1L << 20;
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final Stack stack;
    private final Tenant tenant;
    private final List<AutoCloseable> receivers = new ArrayList<>();
    private final Map<String, HostileReceiver> hostile = new HashMap<>();
    private final Map<String, String> expected = new HashMap<>();

    HostileReceiversTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    @AfterEach
    void close() throws Exception {
        for (var receiver : receivers) {
            receiver.close();
        }
    }

    @Test
    void getAnOutcomeWithinTheirTimeoutAndHoldUpNobody() {
        // Given
        var healthy = open(TestSubscriber.start());
        var target = open(TestSubscriber.start());
        tenant.endpointAt(healthy).onlyInChannel("healthy").createUnnoticed();
        receiver(
                "never answers",
                "timeout",
                connection -> connection.readRequest().keepSilent());
        receiver("does not even read", "timeout", Connection::keepSilent);
        receiver(
                "answers byte by byte",
                "timeout",
                connection -> connection.readRequest().drip(OK + "X-Slow: yes\r\n"));
        receiver(
                "repeats 100 Continue for ever",
                "timeout",
                connection -> connection.readRequest().drip("HTTP/1.1 100 Continue\r\n\r\n"));
        receiver(
                "sends its body byte by byte",
                "succeeded",
                connection -> connection
                        .readRequest()
                        .write(OK + "Content-Length: 100000\r\n\r\n")
                        .drip("x"));
        receiver(
                "sends a body of 1 GiB",
                "succeeded",
                connection -> connection
                        .readRequest()
                        .write(OK + "Content-Length: " + GIBIBYTE + "\r\n\r\n")
                        .writeForever("x"));
        receiver(
                "sends chunks for ever",
                "succeeded",
                connection -> connection
                        .readRequest()
                        .write(OK + "Transfer-Encoding: chunked\r\n\r\n")
                        .writeForever("10\r\n0123456789abcdef\r\n"));
        receiver(
                "fails with a body of 1 GiB",
                "rejected",
                connection -> connection
                        .readRequest()
                        .write("HTTP/1.1 500 Sorry\r\nContent-Length: " + GIBIBYTE + "\r\n\r\n")
                        .writeForever("x"));
        receiver(
                "sends a header without end",
                "connection",
                connection -> connection.readRequest().write(OK + "X-Endless: ").writeForever("x"));
        receiver(
                "sends headers without end",
                "connection",
                connection -> connection.readRequest().write(OK).writeForever("X-Another: one\r\n"));
        receiver(
                "speaks no HTTP",
                "connection",
                connection -> connection.readRequest().write("\0\1\2 I am a toaster\r\n\r\n"));
        receiver(
                "resets the connection",
                "connection",
                connection -> connection.readRequest().reset());
        receiver("hangs up", "connection", Connection::readRequest);
        receiver(
                "redirects",
                "rejected",
                connection -> connection
                        .readRequest()
                        .write("HTTP/1.1 302 Found\r\nLocation: " + target.url() + "\r\nContent-Length: 0\r\n\r\n"));
        add("signs its own certificate", "tls", HostileReceiver.startWithOwnCertificate(Connection::readRequest));
        add("speaks no TLS", "tls", HostileReceiver.startWithoutTls(connection -> connection.write(OK + "\r\n")));
        add("does not answer the TLS handshake", "timeout", HostileReceiver.startWithoutTls(Connection::keepSilent));
        tenant.settled();
        var memoryBefore = directMemory();

        // When
        var events = new HashMap<String, List<String>>();
        for (int n = 0; n < EVENTS_EACH; n++) {
            hostile.keySet()
                    .forEach(title -> events.computeIfAbsent(title, it -> new ArrayList<>())
                            .add(publish(title)));
        }
        var begin = Instant.now();
        for (int n = 0; n < 20; n++) {
            publish("healthy");
        }

        // Then: it had got all before the first of the others was given up
        healthy.await(20);
        assertThat(healthy.received())
                .allSatisfy(request -> assertThat(request.at()).isBefore(begin.plus(TIMEOUT)));
        var attempts = await("every attempt is over")
                .atMost(TIMEOUT.plus(MARGIN).plus(MARGIN))
                .pollInterval(Duration.ofMillis(500))
                .until(
                        this::attemptsByEvent,
                        found -> events.values().stream()
                                .allMatch(ids -> found.keySet().containsAll(ids)));
        print(events, attempts);
        events.forEach((title, ids) -> assertThat(ids).as(title).allSatisfy(id -> {
            assertThat(attempts.get(id).outcome()).isEqualTo(expected.get(title));
            assertThat(attempts.get(id).duration()).isLessThan(TIMEOUT.plus(MARGIN));
        }));
        assertThat(target.received()).as("requests that followed the redirect").isEmpty();
        assertThat(hostile.values())
                .allSatisfy(receiver -> assertThat(receiver.written() / EVENTS_EACH)
                        .as("bytes of one answer that were taken, buffers on the way included")
                        .isLessThan(16 * MEBIBYTE));
        assertThat(directMemory() - memoryBefore)
                .as("growth of network buffers")
                .isLessThan(64 * MEBIBYTE);
        await("no request is out")
                .until(() -> stack.deliveryUrls().stream()
                        .allMatch(instance -> stack.metric(instance, "posthorn_dispatch_in_flight") == 0));
    }

    private <T extends AutoCloseable> T open(T receiver) {
        receivers.add(receiver);
        return receiver;
    }

    private void receiver(String title, String outcome, HostileReceiver.Behavior behavior) {
        add(title, outcome, HostileReceiver.start(behavior));
    }

    private void add(String title, String outcome, HostileReceiver receiver) {
        hostile.put(title, open(receiver));
        expected.put(title, outcome);
        tenant.endpointAt(receiver.url())
                .onlyInChannel(channel(title))
                .timingOutAfter(TIMEOUT)
                .retriedAfter()
                .createUnnoticed();
    }

    private static String channel(String title) {
        return title.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private String publish(String title) {
        return tenant.publishEvent(
                        Map.of("type", Stack.EVENT_TYPE, "channels", List.of(channel(title)), "payload", Map.of()))
                .path("id");
    }

    private Map<String, RecordedAttempt> attemptsByEvent() {
        var attempts = new HashMap<String, RecordedAttempt>();
        tenant.attempts().forEach(attempt -> attempts.put(attempt.eventId(), attempt));
        return attempts;
    }

    /** What all instances together hold outside of their heaps for reading and writing. */
    private double directMemory() {
        return stack.deliveryUrls().stream()
                .mapToDouble(instance -> stack.metric(instance, "jvm_buffer_memory_used_bytes"))
                .sum();
    }

    private void print(Map<String, List<String>> events, Map<String, RecordedAttempt> attempts) {
        events.forEach((title, ids) -> {
            var attempt = attempts.get(ids.getFirst());
            System.out.printf(
                    "%-36s %-10s after %6d ms, %8d bytes a connection%n",
                    title,
                    attempt.outcome(),
                    attempt.duration().toMillis(),
                    hostile.get(title).written()
                            / Math.max(1, hostile.get(title).connections()));
        });
        System.out.printf("network buffers of delivery-service: %.1f MiB%n", directMemory() / MEBIBYTE);
    }
}
