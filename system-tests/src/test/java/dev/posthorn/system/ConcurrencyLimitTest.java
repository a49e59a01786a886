package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.TestSubscriber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** An endpoint's cap on requests at once holds over both instances of delivery-service together. */
@ExtendWith(StackExtension.class)
class ConcurrencyLimitTest {

    private static final int CAP = 3;
    private static final int EVENTS = 60;

    private final Stack stack;
    private final TestSubscriber subscriber = TestSubscriber.start();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    ConcurrencyLimitTest(Stack stack) {
        this.stack = stack;
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void neverAreMoreRequestsOutThanTheCapAndAllOfItIsUsed() {
        // Given
        var tenant = stack.newTenant();
        tenant.endpointAt(subscriber).concurrency(CAP).create();
        subscriber.answer(counted(Duration.ofMillis(150)));

        // When
        tenant.publishBatchToEach(EVENTS);

        // Then
        subscriber.await(EVENTS * stack.deliveryUrls().size(), Duration.ofSeconds(60));
        assertThat(most).hasValue(CAP);
    }

    private Answer counted(Duration delay) {
        // Counted as over before the answer goes: whoever has it may send the next one.
        Answer end = exchange -> {
            atOnce.decrementAndGet();
            Answer.status(200).to(exchange);
        };
        return exchange -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            end.after(delay).to(exchange);
        };
    }
}
