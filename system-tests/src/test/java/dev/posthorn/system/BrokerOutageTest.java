package dev.posthorn.system;

import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The broker is away: each service goes on with what it knows, and they agree again when it is back. */
@Order(Order.DEFAULT + 1)
@ExtendWith(StackExtension.class)
class BrokerOutageTest {

    private static final Duration TIME_TO_CATCH_UP = Duration.ofSeconds(60);

    private final Stack stack;
    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    BrokerOutageTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    @AfterEach
    void recover() {
        subscriber.close();
        stack.start(Part.BROKER);
        stack.awaitRecovery();
    }

    @Test
    void publishingAndDeliveringGoOnAndStatisticsCatchUpWithoutCountingTwice() {
        // Given
        tenant.endpointAt(subscriber).retriedAfter(Duration.ofMillis(500)).create();
        publish(10);
        subscriber.await(10);
        stack.stop(Part.BROKER);

        // When
        publish(30);
        subscriber.await(40);
        subscriber.answer(Answer.status(500));
        publish(5);
        subscriber.await(50);
        await().until(() -> tenant.get("/dead-letters").getList("data").size() == 5);
        stack.start(Part.BROKER);

        // Then
        var attempts = tenant.get("/attempts?limit=250").getList("data").size();
        assertThat(attempts).isEqualTo(50);
        await("statistics count every attempt once")
                .atMost(TIME_TO_CATCH_UP)
                .during(Duration.ofSeconds(3))
                .until(() -> tenant.get("/stats").getInt("total.attempts") == attempts);
        assertThat(tenant.get("/stats").getInt("total.successes")).isEqualTo(40);
        assertThat(tenant.get("/stats").getInt("total.deliveriesDead")).isEqualTo(5);
    }

    @Test
    void anEndpointCreatedMeanwhileReceivesEventsAfterwards() {
        // Given
        stack.stop(Part.BROKER);
        var endpoint = tenant.endpointAt(subscriber).createUnnoticed();
        assertThat(tenant.get("/endpoints").getList("data.id")).containsExactly(endpoint);

        // When
        stack.start(Part.BROKER);

        // Then
        await("the endpoint is known to delivery-service")
                .atMost(TIME_TO_CATCH_UP)
                .until(() -> tenant.publishEvent(Map.of("type", Stack.EVENT_TYPE, "payload", Map.of()))
                                .<Integer>path("deliveries")
                        == 1);
        subscriber.awaitOne();
    }

    private void publish(int count) {
        for (int n = 0; n < count; n++) {
            tenant.publish(Map.of("n", n));
        }
    }
}
