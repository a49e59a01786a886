package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.foundation.overload.RequestMemory;
import dev.posthorn.testkit.LocalStack;
import dev.posthorn.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Far more is asked than the service can take. What was answered 202 must be there, and memory must have an end. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class OverloadTest {

    private static final int REQUESTS = 600;
    private static final long MEGABYTE = 1024 * 1024;
    private static final long LIMIT = 64 * MEGABYTE;

    /** Just what one payload may have. */
    private static final byte[] FILLING = "x".repeat(250 * 1024).getBytes(StandardCharsets.UTF_8);

    @Inject
    DataSource dataSource;

    @Inject
    EventJournal journal;

    @Inject
    RequestMemory requests;

    @Inject
    CatalogFixture catalog;

    @TestHTTPResource
    URI service;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private String tenant;

    @BeforeEach
    void prepare() {
        tenant = "o" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
    }

    @AfterEach
    void closeClient() {
        client.shutdownNow();
    }

    @Test
    void storesWhatItAcceptedAndNothingElseWhileTheDatabaseHangs() throws Exception {
        // Given
        Map<Integer, HttpResponse<String>> answers = new ConcurrentHashMap<>();
        var sent = new ArrayList<CompletableFuture<?>>();
        try (Connection locking = dataSource.getConnection()) {
            locking.setAutoCommit(false);
            try (var statement = locking.createStatement()) {
                statement.execute("set local idle_in_transaction_session_timeout = 0");
                statement.execute("lock table event in exclusive mode");
            }

            // When
            for (int n = 0; n < REQUESTS; n++) {
                int number = n;
                sent.add(publish("e" + n).thenAccept(answer -> answers.put(number, answer)));
            }
            int most = (int) (LIMIT / FILLING.length);
            await().atMost(Duration.ofSeconds(60)).until(() -> answers.size() >= REQUESTS - most);

            // Then
            assertThat(answers.values()).allSatisfy(OverloadTest::isRefusedForNow);
            assertThat(requests.used()).isBetween(LIMIT / 2, LIMIT);
            assertThat(journal.waiting()).isBetween(LIMIT / 2, LIMIT);
            locking.rollback();
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        var accepted = answers.entrySet().stream()
                .filter(it -> it.getValue().statusCode() == 202)
                .map(it -> "e" + it.getKey())
                .collect(Collectors.toSet());
        assertThat(accepted).hasSizeGreaterThan(100);
        assertThat(stored()).isEqualTo(accepted);
        assertThat(answers.values()).allSatisfy(answer -> {
            if (answer.statusCode() != 202) {
                isRefusedForNow(answer);
            }
        });
        await().until(() -> requests.used() == 0 && journal.waiting() == 0);
    }

    @Test
    void refusesBodiesThatItHasNoRoomForBeforeItReadsThem() throws Exception {
        // Given: bodies of which nothing but the length ever comes
        var open = new ArrayList<Socket>();
        try {
            for (int n = 0; n < 4; n++) {
                open.add(announce(Tokens.operator()));
            }
            await().until(() -> requests.used() > 3 * 15 * MEGABYTE);

            // When
            Socket oneMore = announce(Tokens.operator());
            open.add(oneMore);

            // Then
            String answer = headOf(oneMore);
            assertThat(answer).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 1");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        await().until(() -> requests.used() == 0);
        assertThat(publish("afterwards").get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }

    @Test
    void givesStrangersNoRoom() throws Exception {
        try (Socket stranger = announce("nonsense")) {
            String answer = headOf(stranger);

            assertThat(answer).startsWith("HTTP/1.1 401");
            assertThat(requests.used()).isZero();
        }
    }

    @Test
    void countsBodiesOfUnknownLengthAsTheyCome() throws Exception {
        // Given: one that says nothing of its length and does not end
        var endless = new Endless();
        var answer = client.sendAsync(
                request().POST(BodyPublishers.ofInputStream(() -> endless)).build(), BodyHandlers.ofString());
        try {
            await().until(() -> requests.used() > MEGABYTE);
        } finally {
            // When
            endless.end();
        }

        // Then
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isIn(400, 413);
        await().until(() -> requests.used() == 0);
    }

    /** A payload of spaces, at most 8 MB, until it is told to end. */
    private static final class Endless extends InputStream {

        private volatile boolean ended;
        private int left = 8 * (int) MEGABYTE;

        void end() {
            ended = true;
            synchronized (this) {
                notifyAll();
            }
        }

        @Override
        public int read() {
            if (left-- > 0) {
                return ' ';
            }
            synchronized (this) {
                while (!ended) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        return -1;
                    }
                }
            }
            return -1;
        }
    }

    private static void isRefusedForNow(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("\"error\":\"unavailable\"");
    }

    private CompletableFuture<HttpResponse<String>> publish(String id) {
        var head = "{\"type\":\"order.created\",\"id\":\"%s\",\"payload\":\"".formatted(id);
        return client.sendAsync(
                request()
                        .POST(BodyPublishers.concat(
                                BodyPublishers.ofString(head),
                                BodyPublishers.ofByteArray(FILLING),
                                BodyPublishers.ofString("\"}")))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(service.resolve("/v1/tenants/" + tenant + "/events"))
                .header("Authorization", "Bearer " + Tokens.operator())
                .header("Content-Type", "application/json");
    }

    private Socket announce(String token) throws IOException {
        var socket = new Socket(service.getHost(), service.getPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write("""
                        POST /v1/tenants/%s/events HTTP/1.1\r
                        Host: localhost\r
                        Authorization: Bearer %s\r
                        Content-Type: application/json\r
                        Content-Length: %d\r
                        \r
                        """.formatted(tenant, token, 15 * MEGABYTE + MEGABYTE / 2)
                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String headOf(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("The answer ended early: " + head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private Set<String> stored() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement("select external_id from event where tenant_id = ?")) {
            statement.setString(1, tenant);
            var ids = new HashSet<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        }
    }
}
