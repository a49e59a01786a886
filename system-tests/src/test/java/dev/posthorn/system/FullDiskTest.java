package dev.posthorn.system;

import dev.posthorn.system.load.Fault;
import dev.posthorn.system.load.Load;
import dev.posthorn.system.load.Reckoning;
import dev.posthorn.system.stack.SmallDisk;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.TestSubscriber;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.awaitility.Awaitility.await;

/** The database's disk is full: nothing is accepted that cannot be kept, and all goes on when there is room again. */
@Tag("long")
@Order(Order.DEFAULT - 1)
class FullDiskTest {

    private static final int MEBIBYTES = 600;
    private static final Duration WITHOUT_ROOM = Duration.ofSeconds(30);

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void losesNothingThatWasAccepted() {
        var reason = SmallDisk.reasonAgainst();
        reason.ifPresent(text -> Reckoning.tell("   skipped: disk of the database full (" + text + ")"));
        Assumptions.assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
        try (var stack = Stack.startOnSmallDisk(MEBIBYTES);
                var subscriber = TestSubscriber.start()) {
            // Given
            subscriber.answer(Answer.status(200).after(Duration.ofMillis(50)));
            var load = Load.on(stack.newTenant(), subscriber, 8);
            try (var publisher = load.publish()) {
                publisher.awaitAccepted(1000);

                // When
                var begun = Fault.begin("disk of the database full");
                var disk = stack.disk();
                var refusedBefore = publisher.refused();
                disk.fill();
                await("events are refused")
                        .atMost(Load.TIME_TO_CATCH_UP)
                        .until(() -> publisher.refused() > refusedBefore + 100);
                await().pollDelay(WITHOUT_ROOM)
                        .atMost(WITHOUT_ROOM.plusMinutes(1))
                        .until(() -> true);
                disk.free();
                publisher.awaitAcceptedAgain();
                var fault = begun.over();
                stack.awaitRecovery();

                // Then
                publisher.awaitAccepted(publisher.accepted().size() + 1000);
                load.settle(fault, publisher);
            }
            load.awaitStatistics();
        }
    }
}
