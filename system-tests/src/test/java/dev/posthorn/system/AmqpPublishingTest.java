package dev.posthorn.system;

import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Events published through the broker, as any program with POSTHORN_AMQP_URL can. */
@ExtendWith(StackExtension.class)
class AmqpPublishingTest {

    private static final String EVENTS = "posthorn.events";

    private final Stack stack;
    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();
    private final Vertx vertx = Vertx.vertx();
    private final AmqpClient client;

    AmqpPublishingTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
        var url = URI.create(stack.environment().get("POSTHORN_AMQP_URL"));
        var login = url.getUserInfo().split(":", 2);
        this.client = AmqpClient.create(
                vertx,
                new AmqpClientOptions()
                        .setHost(url.getHost())
                        .setPort(url.getPort())
                        .setUsername(login[0])
                        .setPassword(login[1]));
    }

    @AfterEach
    void close() throws Exception {
        subscriber.close();
        get(vertx.close());
        stack.awaitRecovery();
    }

    @Test
    void publishesEachEventOnceThoughItIsSentTwice() throws Exception {
        // Given
        tenant.endpointAt(subscriber).create();
        var sender = get(client.createSender(EVENTS));

        // When
        for (int n = 0; n < 100; n++) {
            get(sender.sendWithAck(event("e" + n, tenant.id())));
            get(sender.sendWithAck(event("e" + n, tenant.id())));
        }

        // Then
        subscriber.await(100);
        assertThat(subscriber.receivedIds()).isEqualTo(ids(100));
        assertThat(subscriber.received()).hasSize(100);
    }

    @Test
    void laysRefusedEventsAsideWithTheReason() throws Exception {
        // Given
        tenant.endpointAt(subscriber).create();
        List<AmqpMessage> refused = new CopyOnWriteArrayList<>();
        get(client.createReceiver(EVENTS + ".refused")).handler(refused::add);
        var sender = get(client.createSender(EVENTS));

        // When
        get(sender.sendWithAck(event("e0", "nobody-" + tenant.id())));
        get(sender.sendWithAck(event("e1", tenant.id())));

        // Then
        subscriber.await(1);
        await().until(() -> refused.size() == 1);
        assertThat(refused.getFirst().applicationProperties().getString("error"))
                .isEqualTo("validation_failed");
        assertThat(refused.getFirst().applicationProperties().getString("field"))
                .isEqualTo("tenant");
        assertThat(refused.getFirst().bodyAsBinary().toString()).contains("\"id\":\"e0\"");
    }

    @Test
    void losesNothingWhenDeliveryServiceAndItsDatabaseDie() throws Exception {
        // Given
        tenant.endpointAt(subscriber)
                .retriedAfter(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .create();
        var sender = get(client.createSender(EVENTS));
        var sent = IntStream.range(0, 500)
                .mapToObj(n -> sender.sendWithAck(event("e" + n, tenant.id())))
                .toList();

        // When
        stack.kill(Part.DELIVERY);
        stack.kill(Part.POSTGRES);
        stack.kill(Part.DELIVERY_2);
        get(Future.all(sent));
        stack.awaitRecovery();

        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(() -> subscriber.receivedIds().containsAll(ids(500)));
        assertThat(subscriber.receivedIds()).isEqualTo(ids(500));
    }

    private static Set<String> ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "e" + n + ":fc7d055239d9")
                .collect(Collectors.toSet());
    }

    private static AmqpMessage event(String id, String tenant) {
        return AmqpMessage.create()
                .durable(true)
                .contentType("application/cloudevents+json")
                .applicationProperties(new JsonObject().put("tenant", tenant))
                .withBufferAsBody(Buffer.buffer("{\"specversion\":\"1.0\",\"id\":\"" + id
                        + "\",\"source\":\"/orders\",\"type\":\"" + Stack.EVENT_TYPE + "\",\"data\":{}}"))
                .build();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
