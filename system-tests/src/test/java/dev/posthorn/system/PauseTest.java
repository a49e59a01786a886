package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.OneByOne;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An endpoint is paused: its events wait, and come when it is resumed. */
@ExtendWith(StackExtension.class)
class PauseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Tenant tenant;
    private final OneByOne publisher;
    private final TestSubscriber subscriber = TestSubscriber.start();

    PauseTest(Stack stack) {
        tenant = stack.newTenant();
        publisher = new OneByOne(tenant, stack.deliveryUrls());
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void nothingIsSentWhileItIsPausedAndNothingIsLostWhenItIsResumed() throws Exception {
        // Given
        var endpoint = tenant.endpointAt(subscriber).create();
        set(endpoint, "paused");
        publisher.publish(100);
        assertThat(subscriber.received()).isEmpty();

        // When: others are published meanwhile
        resumeWhilePublishing(endpoint);

        // Then
        await().atMost(PATIENCE).until(() -> subscriber.receivedIds().containsAll(publisher.accepted()));
        assertThat(all()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void theOldestComeFirst() throws Exception {
        // Given
        var endpoint = tenant.endpointAt(subscriber).concurrency(1).create();
        set(endpoint, "paused");
        publisher.publish(50);

        // When
        set(endpoint, "enabled");

        // Then: both instances take some of them, the oldest first
        subscriber.await(50, PATIENCE);
        assertThat(all().subList(0, 10)).allMatch(id -> publisher.accepted().indexOf(id) < 30);
    }

    @Test
    void anOrderedEndpointGetsThemInTheirOrder() throws Exception {
        // Given
        var endpoint = tenant.endpointAt(subscriber).ordering("strict").create();
        set(endpoint, "paused");
        publisher.publish(100);
        assertThat(subscriber.received()).isEmpty();

        // When
        resumeWhilePublishing(endpoint);

        // Then
        await().atMost(PATIENCE).until(() -> subscriber.receivedIds().containsAll(publisher.accepted()));
        assertThat(all()).isEqualTo(publisher.accepted());
    }

    @Test
    void whatIsOutWhenItIsPausedEndsAndTheRestWaits() throws Exception {
        // Given
        var endpoint = tenant.endpointAt(subscriber).ordering("strict").create();

        // When: again and again
        try (var threads = Executors.newSingleThreadExecutor()) {
            var publishing = threads.submit(() -> {
                publisher.publish(150);
                return null;
            });
            for (int n = 0; n < 3; n++) {
                set(endpoint, "paused");
                set(endpoint, "enabled");
            }
            publishing.get();
        }

        // Then
        await().atMost(PATIENCE).until(() -> subscriber.receivedIds().containsAll(publisher.accepted()));
        assertThat(all()).isEqualTo(publisher.accepted());
    }

    private void resumeWhilePublishing(String endpoint) throws Exception {
        try (var threads = Executors.newSingleThreadExecutor()) {
            var publishing = threads.submit(() -> {
                publisher.publish(100);
                return null;
            });
            set(endpoint, "enabled");
            publishing.get();
        }
    }

    private void set(String endpoint, String status) {
        tenant.api()
                .body(Map.of("status", status))
                .patch("/endpoints/{id}", endpoint)
                .then()
                .statusCode(200);
        tenant.settled();
    }

    private List<String> all() {
        return subscriber.received().stream().map(Received::eventId).toList();
    }
}
