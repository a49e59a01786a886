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
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes die without a warning, all of their kind at once, and are started again. What was accepted arrives all the
 * same, at most some of it twice.
 */
@Order(Order.DEFAULT + 1)
@ExtendWith(StackExtension.class)
class CrashTest {

    private static final int LOAD = 200;

    private final Stack stack;
    private final TestSubscriber subscriber = TestSubscriber.start();

    CrashTest(Stack stack) {
        this.stack = stack;
    }

    @AfterEach
    void recover() {
        subscriber.close();
        stack.awaitRecovery();
    }

    @Test
    void ofDeliveryServiceWith200EventsInFlightLosesNone() {
        // Given: an endpoint that has not answered yet gets four requests at once
        var load = Load.on(stack.newTenant(), subscriber, 64);
        subscriber.answer(Answer.silence());
        try (var publisher = load.publish(LOAD)) {
            publisher.awaitAccepted(LOAD);
            subscriber.await(LOAD);
            assertThat(subscriber.receivedIds()).as("events in flight").hasSize(LOAD);

            // When
            var begun = Fault.begin("delivery-service killed with 200 in flight");
            stack.kill(Part.DELIVERY);
            stack.kill(Part.DELIVERY_2);
            var fault = begun.atOnce();

            // Then
            subscriber.answer(Answer.status(200));
            var reckoning = load.settle(fault, publisher);
            assertThat(reckoning.duplicates()).isEqualTo(LOAD);
        }
    }

    @Test
    void ofDeliveryServiceUnderLoadLosesNothingThatWasAccepted() {
        dies("delivery-service killed under load", List.of(Part.DELIVERY, Part.DELIVERY_2));
    }

    @Test
    void ofPostgresUnderLoadLosesNothingThatWasAccepted() {
        dies("PostgreSQL killed under load", List.of(Part.POSTGRES));
    }

    @Test
    void ofTheBrokerUnderLoadLosesNothingAndNoAttemptIsCountedTwice() {
        dies("Artemis killed under load", List.of(Part.BROKER));
    }

    @Test
    void ofMonitoringServiceUnderLoadLosesNothingAndNoAttemptIsCountedTwice() {
        dies("monitoring-service killed under load", List.of(Part.MONITORING));
    }

    @Test
    void ofEverythingAtOnceLosesNothingThatWasAcceptedAndNoAttemptIsCountedTwice() {
        dies(
                "all of these killed at once under load",
                List.of(Part.DELIVERY, Part.DELIVERY_2, Part.POSTGRES, Part.BROKER, Part.MONITORING));
    }

    private void dies(String title, List<Part> parts) {
        // Given
        var load = Load.on(stack.newTenant(), subscriber, 4);
        subscriber.answer(Answer.status(200).after(Duration.ofMillis(100)));
        try (var publisher = load.publish()) {
            publisher.awaitAccepted(LOAD);

            // When
            var begun = Fault.begin(title);
            parts.forEach(stack::kill);
            var killed = begun.atOnce();

            // Then
            publisher.awaitAcceptedAgain();
            var fault = parts.equals(List.of(Part.POSTGRES)) ? begun.over() : killed;
            publisher.awaitAccepted(publisher.accepted().size() + LOAD);
            publisher.stop();
            stack.awaitRecovery();
            load.settle(fault, publisher);
            load.awaitStatistics();
        }
    }
}
