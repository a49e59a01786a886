package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An endpoint's rate limit holds over both instances of delivery-service together, in every second. */
@ExtendWith(StackExtension.class)
class RateLimitTest {

    private static final int LIMIT = 50;
    /** The limit and one burst of a tenth. */
    private static final int MOST_IN_A_SECOND = LIMIT + LIMIT / 10;

    private final Stack stack;
    private final TestSubscriber subscriber = TestSubscriber.start();

    RateLimitTest(Stack stack) {
        this.stack = stack;
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void noSecondHoldsMoreThanTheLimitAndATenthAlthoughTwoInstancesSend() {
        // Given
        var tenant = stack.newTenant();
        tenant.endpointAt(subscriber).rateLimit(LIMIT).create();
        var outcomes = outcomesOfEach();

        // When: half of it to each
        int count = 10 * LIMIT;
        var begun = Instant.now();
        tenant.publishBatchToEach(count / stack.deliveryUrls().size());

        // Then
        var arrivals = subscriber.await(count, Duration.ofSeconds(60));
        assertThat(mostInASecond(arrivals)).isLessThanOrEqualTo(MOST_IN_A_SECOND);
        assertThat(Duration.between(begun, Instant.now())).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(25));
        await("each has sent")
                .untilAsserted(() -> assertThat(outcomesOfEach())
                        .zipSatisfy(outcomes, (now, before) -> assertThat(now).isGreaterThan(before)));
        assertThat(subscriber.receivedIds()).hasSize(count);
    }

    @Test
    void retriesCountToo() {
        // Given: the first attempts of all fail
        var tenant = stack.newTenant();
        tenant.endpointAt(subscriber)
                .rateLimit(LIMIT)
                .retriedAfter(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1))
                .create();
        subscriber.answer(Answer.status(500));
        tenant.publishBatchToEach(LIMIT);

        // When
        subscriber.await(LIMIT);
        subscriber.answer(Answer.status(200));

        // Then
        int events = LIMIT * stack.deliveryUrls().size();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tenant.delivered(subscriber.receivedIds()).size() == events);
        assertThat(mostInASecond(subscriber.received())).isLessThanOrEqualTo(MOST_IN_A_SECOND);
    }

    private List<Double> outcomesOfEach() {
        return stack.deliveryUrls().stream()
                .map(instance -> stack.metric(instance, "posthorn_ledger_settle_commit_sum"))
                .toList();
    }

    /** Of the arrivals in any second, wherever it begins. */
    private static int mostInASecond(List<Received> arrivals) {
        var window = new ArrayDeque<Instant>();
        int most = 0;
        for (var arrival : arrivals.stream().map(Received::at).sorted().toList()) {
            window.add(arrival);
            while (!arrival.isBefore(window.peek().plusSeconds(1))) {
                window.poll();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }
}
