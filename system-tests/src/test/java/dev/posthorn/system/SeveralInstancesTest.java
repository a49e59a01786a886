package dev.posthorn.system;

import dev.posthorn.system.load.Fault;
import dev.posthorn.system.load.Load;
import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.TestSubscriber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two instances of delivery-service share one ledger, and neither needs the other. */
@Order(Order.DEFAULT + 1)
@ExtendWith(StackExtension.class)
class SeveralInstancesTest {

    /** "Within about a second", and more for a machine that has other work. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final Duration LEASE = Duration.ofSeconds(15);
    /** To find out that a lease has ended, and to send what it covered, on a machine that has other work. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final int LOAD = 200;
    private static final int ENDPOINTS = 64;
    /**
     * Event after event goes to the next instance, and so each has every second endpoint; one that has not answered yet
     * gets four requests at once.
     */
    private static final int MOST_OUT = ENDPOINTS / 2 * 4;

    private final Stack stack;
    private final List<String> instances;
    private final TestSubscriber subscriber = TestSubscriber.start();

    SeveralInstancesTest(Stack stack) {
        this.stack = stack;
        this.instances = stack.deliveryUrls();
    }

    @AfterEach
    void recover() {
        subscriber.close();
        stack.start(Part.DELIVERY_2);
        stack.awaitRecovery();
    }

    @Test
    void bothLearnOfAChangedEndpointSoonAlthoughOnlyOneGetsTheMessage() {
        // Given
        var tenant = stack.newTenant();
        var endpoint = tenant.endpointAt(subscriber).createUnnoticed();
        awaitOnEach(tenant.path() + "/events", tenant.key(), 1);

        // When
        tenant.api()
                .body(Map.of("subscriptions", List.of(Map.of("eventType", "other.*"))))
                .patch("/endpoints/{id}", endpoint)
                .then()
                .statusCode(200);

        // Then
        awaitOnEach(tenant.path() + "/events", tenant.key(), 0);
    }

    /** Each instance by itself makes so many deliveries of an event. */
    private void awaitOnEach(String path, String key, int deliveries) {
        var event = Map.of("type", Stack.EVENT_TYPE, "payload", Map.of());
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(instances)
                        .allSatisfy(instance -> assertThat(stack.as(key)
                                        .baseUri(instance)
                                        .body(event)
                                        .post(path)
                                        .<Integer>path("deliveries"))
                                .as(instance)
                                .isEqualTo(deliveries)));
    }

    @Test
    void theBacklogOfOneThatDiesGoesToTheOtherAndItCanComeBack() {
        // Given: half of what is in flight belongs to each
        var tenant = stack.newTenant();
        var load = Load.on(tenant, subscriber, ENDPOINTS);
        var answers = new CountDownLatch(1);
        subscriber.answer(Answer.heldBy(answers));
        try (var publisher = load.publishTo(instances, LOAD)) {
            publisher.awaitAccepted(LOAD);
            subscriber.await(LOAD);

            // When
            var begun = Fault.begin("one of two instances killed");
            stack.killForGood(Part.DELIVERY_2);
            var fault = begun.atOnce();
            answers.countDown();

            // Then
            subscriber.await(LOAD + LOAD / 2, LEASE.plus(MARGIN));
            say("its backlog arrived through the other one after %d s", begun.from());
            var reckoning = load.settle(fault, publisher);
            assertThat(reckoning.inFlight()).isEqualTo(LOAD / 2);
        }

        // When
        stack.start(Part.DELIVERY_2);
        stack.awaitRecovery();

        // Then
        try (var publisher = tenant.publishManyTo(List.of(instances.get(1)), 20, List.of("c0"))) {
            publisher.awaitAccepted(20);
            await().until(() -> subscriber.receivedIds().containsAll(publisher.accepted()));
        }
    }

    @Test
    void oneThatWakesAfterItsLeaseSendsNothingOfWhatItHeldAndGoesOnAsANewOne() {
        // Given
        var tenant = stack.newTenant();
        var load = Load.on(tenant, subscriber, ENDPOINTS);
        var paused = instances.get(1);
        var lost = stack.metric(paused, "posthorn_ledger_leases_lost_total");
        var answers = new CountDownLatch(1);
        subscriber.answer(Answer.heldBy(answers));
        try (var publisher = load.publishTo(instances, 2 * LOAD)) {
            // More than may be out at once: it also holds what it has not sent yet
            publisher.awaitAccepted(2 * LOAD);
            subscriber.await(2 * MOST_OUT);

            // When
            var begun = Fault.begin("one of two instances paused beyond its lease");
            stack.pause(Part.DELIVERY_2);
            var fault = begun.paused();
            try {
                answers.countDown();
                subscriber.await(2 * LOAD + MOST_OUT, LEASE.plus(MARGIN));
                say("its backlog arrived through the other one after %d s", begun.from());
            } finally {
                stack.resume(Part.DELIVERY_2);
            }

            // Then
            await("it has found out")
                    .atMost(MARGIN)
                    .ignoreExceptions()
                    .until(() -> stack.metric(paused, "posthorn_ledger_leases_lost_total") > lost);
            load.settle(fault, publisher);
        }
        try (var publisher = tenant.publishManyTo(List.of(paused), 20, List.of("c0"))) {
            publisher.awaitAccepted(20);
            await().until(() -> subscriber.receivedIds().containsAll(publisher.accepted()));
        }
    }

    private static void say(String sentence, Instant since) {
        System.out.printf(
                "  " + sentence + "%n", Duration.between(since, Instant.now()).toSeconds());
    }
}
