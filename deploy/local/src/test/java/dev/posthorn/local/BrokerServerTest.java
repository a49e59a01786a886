package dev.posthorn.local;

import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpConnection;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerServerTest {

    @TempDir
    Path folder;

    private BrokerServer broker;

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerServer(FreePorts.one(), folder, "secret");
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void eachServiceGetsItsOwnCopyOfTheCatalog() throws Exception {
        send("posthorn.catalog", "tenant");

        assertThat(receive("posthorn.catalog::delivery-service.catalog")).isEqualTo("tenant");
        assertThat(receive("posthorn.catalog::monitoring-service.catalog")).isEqualTo("tenant");
    }

    @Test
    void attemptsWaitForMonitoring() throws Exception {
        send("posthorn.attempts", "batch");

        assertThat(receive("posthorn.attempts::monitoring-service.attempts")).isEqualTo("batch");
    }

    @Test
    void messagesSurviveARestart() throws Exception {
        // Given
        send("posthorn.events", "kept");

        // When
        broker.stop();
        broker.start();

        // Then
        assertThat(broker.messagesIn("posthorn.events")).isEqualTo(1);
        assertThat(receive("posthorn.events")).isEqualTo("kept");
    }

    @Test
    void refusesAWrongPassword() {
        assertThatThrownBy(() -> with("wrong", connection -> Future.succeededFuture()))
                .hasMessageContaining("auth");
    }

    @Test
    void fillsPlaceholdersAndKeepsTheDefaultsOfOthers() {
        assertThat(BrokerServer.fill("${a.b:1} ${c:2}/x ${d}", Map.of("a.b", "9")))
                .isEqualTo("9 2/x ${d}");
    }

    private void send(String address, String body) throws Exception {
        with(
                "secret",
                connection -> connection
                        .createSender(address)
                        .compose(sender -> sender.sendWithAck(AmqpMessage.create()
                                .durable(true)
                                .withBody(body)
                                .build())));
    }

    private String receive(String address) throws Exception {
        var received = new ArrayBlockingQueue<String>(1);
        with(
                "secret",
                connection -> connection
                        .createReceiver(address)
                        .map(receiver -> receiver.handler(message -> {
                            message.accepted();
                            received.add(message.bodyAsString());
                        })),
                received);
        return received.poll(5, TimeUnit.SECONDS);
    }

    private void with(String password, java.util.function.Function<AmqpConnection, Future<?>> work) throws Exception {
        with(password, work, null);
    }

    private void with(
            String password,
            java.util.function.Function<AmqpConnection, Future<?>> work,
            ArrayBlockingQueue<String> until)
            throws Exception {
        var client = AmqpClient.create(new AmqpClientOptions()
                .setHost("127.0.0.1")
                .setPort(broker.port())
                .setUsername("posthorn")
                .setPassword(password));
        try {
            client.connect()
                    .compose(work::apply)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            if (until != null) {
                var body = until.poll(5, TimeUnit.SECONDS);
                if (body != null) {
                    until.add(body);
                }
            }
        } finally {
            client.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        }
    }
}
