package dev.posthorn.delivery.amqp;

import dev.posthorn.contracts.Addresses;
import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.local.BrokerServer;
import dev.posthorn.testkit.LocalStack;
import dev.posthorn.testkit.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.amqp.AmqpSender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is published over the real broker. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class EventsReceiverTest {

    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/orders\",\"type\":\"order.created\",\"data\":%s}";

    BrokerServer broker;

    @Inject
    Vertx vertx;

    @Inject
    DataSource dataSource;

    @Inject
    MeterRegistry meters;

    @Inject
    CatalogFixture catalog;

    private AmqpClient client;
    private AmqpSender sender;
    private TestSubscriber subscriber;
    private String tenant;

    @BeforeEach
    void connect() throws Exception {
        open();
        subscriber = TestSubscriber.start();
        tenant = "q" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
        catalog.endpoint(tenant, subscriber.url(), "*");
    }

    private void open() throws Exception {
        client = AmqpClient.create(
                vertx,
                new AmqpClientOptions()
                        .setHost("127.0.0.1")
                        .setPort(broker.port())
                        .setUsername(BrokerServer.USER)
                        .setPassword(broker.password()));
        sender = get(client.createSender(Addresses.EVENTS));
    }

    @AfterEach
    void disconnect() {
        client.close();
        subscriber.close();
    }

    @Test
    void publishesStructuredAndBinaryEventsWithTheirBytes() throws Exception {
        // When
        send(structured("1", "{\"b\": 1.10}"));
        send(binary("2", "{\"b\": 1.10}"));

        // Then
        assertThat(subscriber.await(2)).allSatisfy(it -> assertThat(it.body()).endsWith(",\"data\":{\"b\": 1.10}}"));
        assertThat(subscriber.received())
                .extracting(it -> it.header("webhook-id"))
                .containsExactlyInAnyOrder("1:fc7d055239d9", "2:fc7d055239d9");
        await().until(() -> broker.messagesIn(Addresses.EVENTS) == 0);
    }

    @Test
    void publishesTheSameIdAndSourceOnceHoweverOftenItComes() throws Exception {
        // When
        for (int n = 0; n < 5; n++) {
            send(structured("7", "1"));
        }
        send(binary("7", "1"));
        send(structured("last", "1"));

        // Then
        subscriber.await(2);
        await().until(() -> broker.messagesIn(Addresses.EVENTS) == 0);
        assertThat(events()).containsExactlyInAnyOrder("7:fc7d055239d9", "last:fc7d055239d9");
        assertThat(subscriber.received()).hasSize(2);
    }

    @Test
    void laysRefusedEventsAsideWithTheReasonAndGoesOn() throws Exception {
        // Given
        List<AmqpMessage> aside = new CopyOnWriteArrayList<>();
        var reading = get(client.createReceiver(Addresses.EVENTS_REFUSED));
        reading.handler(aside::add);
        send(structured("used", "1"));
        subscriber.awaitOne();
        double refusedBefore = refusedCount();

        // When
        send(message("application/json", "no JSON", attributes("a")));
        send(structured("unknown-type", "1").with("order.created", "no.such"));
        send(structured("unknown-tenant", "1").by("nobody"));
        send(structured("used", "2"));
        send(structured("good", "1"));

        // Then
        await().until(() -> events().contains("good:fc7d055239d9"));
        await().until(() -> aside.size() == 4);
        Map<String, AmqpMessage> byError = new HashMap<>();
        aside.forEach(it -> byError.put(
                it.applicationProperties().getString("error") + " "
                        + it.applicationProperties().getString("field"),
                it));
        assertThat(byError.keySet())
                .containsExactlyInAnyOrder(
                        "malformed_request null", "validation_failed type", "validation_failed tenant", "conflict id");
        AmqpMessage bad = byError.get("malformed_request null");
        assertThat(bad.bodyAsBinary().toString()).isEqualTo("no JSON");
        assertThat(bad.contentType()).isEqualTo("application/json");
        assertThat(bad.applicationProperties().getString("tenant")).isEqualTo(tenant);
        assertThat(bad.applicationProperties().getString("message")).contains("JSON");
        assertThat(refusedCount() - refusedBefore).isEqualTo(4);
        assertThat(broker.messagesIn(Addresses.EVENTS)).isZero();
        get(reading.close());
    }

    @Test
    void keepsEventsInTheBrokerWhileTheLedgerTakesNone() throws Exception {
        // Given
        double before = meters.counter("posthorn.publishing.postponed", "way", EventsReceiver.WAY)
                .count();
        execute("alter table event rename to event_away");
        try {
            // When
            for (int n = 0; n < 400; n++) {
                sender.send(structured("o" + n, "1").build());
            }
            await().until(() -> meters.counter("posthorn.publishing.postponed", "way", EventsReceiver.WAY)
                            .count()
                    > before + 256);

            // Then: not one was acknowledged
            assertThat(broker.messagesIn(Addresses.EVENTS)).isEqualTo(400);
        } finally {
            execute("alter table event_away rename to event");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> broker.messagesIn(Addresses.EVENTS) == 0);
        assertThat(count()).isEqualTo(400);
        assertThat(broker.messagesIn(Addresses.EVENTS_REFUSED)).isZero();
    }

    @Test
    void goesOnWhenTheBrokerIsThereAgain() throws Exception {
        // Given
        send(structured("before", "1"));
        subscriber.awaitOne();

        // When
        broker.stop();
        broker.start();
        client.close();
        open();
        send(structured("after", "1"));

        // Then
        subscriber.await(2);
        await().atMost(Duration.ofSeconds(20)).until(() -> broker.messagesIn(Addresses.EVENTS) == 0);
        assertThat(events()).containsExactlyInAnyOrder("before:fc7d055239d9", "after:fc7d055239d9");
    }

    @Test
    void takesManyAtOnce() throws Exception {
        // When
        long begun = System.nanoTime();
        var sent = new ArrayList<Future<Void>>();
        for (int n = 0; n < 2000; n++) {
            sent.add(sender.sendWithAck(structured("m" + n, "1").build()));
        }
        get(Future.all(sent));

        // Then: one at a time, with a commit each, it would take at least 2 ms a message
        await().atMost(Duration.ofSeconds(60)).until(() -> broker.messagesIn(Addresses.EVENTS) == 0);
        assertThat(count()).isEqualTo(2000);
        System.out.printf("2000 events over AMQP in %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    /** A message in the making. */
    private record Draft(String contentType, String body, Map<String, Object> properties) {

        Draft with(String part, String other) {
            return new Draft(contentType, body.replace(part, other), properties);
        }

        Draft by(String tenant) {
            return new Draft(contentType, body, Map.of("tenant", tenant));
        }

        AmqpMessage build() {
            Message message = Proton.message();
            message.setDurable(true);
            message.setContentType(contentType);
            message.setBody(new Data(new Binary(body.getBytes(StandardCharsets.UTF_8))));
            message.setApplicationProperties(new ApplicationProperties(properties));
            return AmqpMessage.create(message).build();
        }
    }

    private Draft structured(String id, String data) {
        return new Draft("application/cloudevents+json", EVENT.formatted(id, data), Map.of("tenant", tenant));
    }

    private Draft binary(String id, String data) {
        return message("application/json", data, attributes(id));
    }

    private static Draft message(String contentType, String body, Map<String, Object> properties) {
        return new Draft(contentType, body, properties);
    }

    private Map<String, Object> attributes(String id) {
        return Map.of(
                "tenant",
                tenant,
                "cloudEvents:specversion",
                "1.0",
                "cloudEvents:id",
                id,
                "cloudEvents:source",
                "/orders",
                "cloudEvents:type",
                "order.created");
    }

    private void send(Draft message) throws Exception {
        get(sender.sendWithAck(message.build()));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private List<String> events() {
        return given().auth()
                .oauth2(Tokens.operator())
                .get("/v1/tenants/{t}/events", tenant)
                .then()
                .statusCode(200)
                .extract()
                .path("data.id");
    }

    private double refusedCount() {
        return meters.find("posthorn.publishing.refused").tag("way", EventsReceiver.WAY).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private int count() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from event where tenant_id = '" + tenant + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
