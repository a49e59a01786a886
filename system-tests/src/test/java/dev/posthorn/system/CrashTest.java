package dev.posthorn.system;

import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Publisher;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Processes die without a warning. What was accepted arrives all the same, at most some of it twice. */
@Order(Order.DEFAULT + 1)
@ExtendWith(StackExtension.class)
class CrashTest {

    /** The service starts again, and what the dead one held is given to it when its lease has run out. */
    private static final Duration TIME_TO_CATCH_UP = Duration.ofSeconds(120);

    private final Stack stack;
    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    CrashTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    @AfterEach
    void recover() {
        subscriber.close();
        stack.awaitRecovery();
    }

    @Test
    void ofDeliveryServiceWith200EventsInFlightLosesNone() {
        // Given
        var channels = endpointsInChannels(16);
        subscriber.answer(Answer.silence());
        try (var publisher = tenant.publishMany(200, channels)) {
            publisher.awaitAccepted(200);
            subscriber.await(200);
            assertThat(subscriber.receivedIds()).as("events in flight").hasSize(200);

            // When
            stack.kill(Part.DELIVERY);

            // Then
            subscriber.answer(Answer.status(200));
            everyAcceptedEventArrives("delivery-service killed with 200 events in flight", publisher);
        }
    }

    @Test
    void ofDeliveryServiceUnderLoadLosesNothingThatWasAccepted() {
        // Given
        var channels = endpointsInChannels(4);
        subscriber.answer(Answer.status(200).after(Duration.ofMillis(100)));
        try (var publisher = tenant.publishMany(Integer.MAX_VALUE, channels)) {
            publisher.awaitAccepted(200);

            // When
            stack.kill(Part.DELIVERY);

            // Then
            publisher.awaitAccepted(publisher.accepted().size() + 200);
            publisher.stop();
            everyAcceptedEventArrives("delivery-service killed under load", publisher);
        }
    }

    @Test
    void ofPostgresUnderLoadLosesNothingThatWasAccepted() {
        // Given
        var channels = endpointsInChannels(4);
        subscriber.answer(Answer.status(200).after(Duration.ofMillis(100)));
        try (var publisher = tenant.publishMany(Integer.MAX_VALUE, channels)) {
            publisher.awaitAccepted(200);

            // When
            stack.kill(Part.POSTGRES);

            // Then
            publisher.awaitAccepted(publisher.accepted().size() + 200);
            publisher.stop();
            everyAcceptedEventArrives("PostgreSQL killed under load", publisher);
        }
    }

    /** One channel for each endpoint, so that many requests are out at once although each endpoint gets only some. */
    private List<String> endpointsInChannels(int count) {
        var channels = IntStream.range(0, count).mapToObj(n -> "c" + n).toList();
        channels.forEach(channel -> tenant.endpointAt(subscriber.url("/" + channel))
                .onlyInChannel(channel)
                .timingOutAfter(Duration.ofSeconds(30))
                .createUnnoticed());
        tenant.settled();
        return channels;
    }

    private void everyAcceptedEventArrives(String title, Publisher publisher) {
        try {
            await("every accepted event is delivered")
                    .atMost(TIME_TO_CATCH_UP)
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() -> tenant.delivered(publisher.accepted()).equals(publisher.accepted()));
        } finally {
            var received = subscriber.receivedIds();
            var lost = new HashSet<>(publisher.accepted());
            lost.removeAll(received);
            System.out.printf(
                    "%s: accepted %d, refused %d, received %d, lost %d, duplicates %d%n",
                    title,
                    publisher.accepted().size(),
                    publisher.refused(),
                    received.size(),
                    lost.size(),
                    subscriber.received().size() - received.size());
        }
        assertThat(subscriber.receivedIds()).containsAll(publisher.accepted());
    }
}
