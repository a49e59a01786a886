package dev.posthorn.system;

import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two instances, of which one stands in eu and one in us. */
@Order(Order.DEFAULT + 1)
@ExtendWith(StackExtension.class)
class RegionTest {

    private static final int EVENTS = 20;

    private final Stack stack;
    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    RegionTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    @AfterEach
    void recover() {
        subscriber.close();
        stack.start(Part.DELIVERY_2);
        stack.awaitRecovery();
    }

    /** Publishes at each instance in turn. */
    private List<String> publish(int events, Map<String, ?> options) {
        var ids = new ArrayList<String>();
        for (int n = 0; n < events; n++) {
            var event = new HashMap<String, Object>(options);
            event.put("type", Stack.EVENT_TYPE);
            event.put("payload", Map.of("n", n));
            var instances = stack.deliveryUrls();
            ids.add(tenant.api()
                    .baseUri(instances.get(n % instances.size()))
                    .body(event)
                    .post("/events")
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("id"));
        }
        return ids;
    }

    @Test
    void anEndpointsEventsAreSentByItsRegionWhereverTheyWerePublished() {
        // Given
        tenant.endpointAt(subscriber).region("us").create();

        // When
        var events = publish(EVENTS, Map.of());

        // Then
        await().untilAsserted(() -> assertThat(subscriber.receivedIds()).isEqualTo(new HashSet<>(events)));
    }

    @Test
    void anEndpointsEventsWaitWhileNobodyOfItsRegionIsThere() {
        // Given
        tenant.endpointAt(subscriber).region("us").create();
        var elsewhere = TestSubscriber.start();
        try (elsewhere) {
            tenant.endpointAt(elsewhere).region("eu").create();
            stack.stop(Part.DELIVERY_2);

            // When
            var event = tenant.publish(Map.of("n", 1));

            // Then
            assertThat(elsewhere.awaitOne().eventId()).isEqualTo(event);
            assertThat(subscriber.received()).isEmpty();

            // When
            stack.start(Part.DELIVERY_2);

            // Then
            assertThat(subscriber.awaitOne().eventId()).isEqualTo(event);
        }
    }

    @Test
    void theEventsRegionPicksAmongAnEndpointsUrls() {
        try (var eu = TestSubscriber.start();
                var us = TestSubscriber.start()) {
            // Given
            tenant.endpointAt(subscriber)
                    .urls(Map.of("eu", eu.url(), "us", us.url()))
                    .create();

            // When
            var toEu = new HashSet<>(publish(EVENTS, Map.of("region", "eu")));
            var toUs = new HashSet<>(publish(EVENTS, Map.of("region", "us")));

            // Then
            await().untilAsserted(() -> assertThat(eu.receivedIds()).isEqualTo(toEu));
            await().untilAsserted(() -> assertThat(us.receivedIds()).isEqualTo(toUs));
            assertThat(subscriber.received()).isEmpty();
        }
    }
}
