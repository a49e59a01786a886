package dev.posthorn.delivery.routing;

import dev.posthorn.foundation.expression.Expression;
import dev.posthorn.foundation.expression.ExpressionInput;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class ChoiceTest {

    private final AtomicInteger reads = new AtomicInteger();

    private final SubscriptionPattern large = filtered("large", "data.total > 100");
    private final SubscriptionPattern small = filtered("small", "data.total < 10");
    private final SubscriptionPattern broken = filtered("broken", "data.name > 5");
    private final SubscriptionPattern all = new SubscriptionPattern("all", "*", List.of(), null, null);

    @Test
    void theFirstSubscriptionThatWantsTheEventDecides() {
        assertThat(choose(large, small, all)).isEqualTo(new Choice.Wanted(all));
        assertThat(choose(all, large)).isEqualTo(new Choice.Wanted(all));
    }

    @Test
    void withoutAFilterThePayloadIsNotRead() {
        choose(all, large);
        assertThat(reads).hasValue(0);
    }

    @Test
    void saysWhetherAFilterRefusedIt() {
        assertThat(choose(large, small)).isEqualTo(new Choice.Unwanted(true));
        assertThat(choose(new SubscriptionPattern("other", "user.*", List.of(), large.filter(), null)))
                .isEqualTo(new Choice.Unwanted(false));
        assertThat(choose(new SubscriptionPattern("other", "*", List.of("apac"), large.filter(), null)))
                .isEqualTo(new Choice.Unwanted(false));
        assertThat(choose()).isEqualTo(new Choice.Unwanted(false));
    }

    @Test
    void aFilterThatFailsLeavesItOpenUnlessAnotherSubscriptionWantsTheEvent() {
        assertThat(choose(broken, large)).isInstanceOfSatisfying(Choice.Undecided.class, undecided -> {
            assertThat(undecided.subscription()).isEqualTo(broken);
            assertThat(undecided.message()).contains("same data type");
        });
        assertThat(choose(large, broken)).isInstanceOf(Choice.Undecided.class);
        assertThat(choose(broken, all)).isEqualTo(new Choice.Wanted(all));
    }

    @Test
    void slowFiltersTogetherEndAfterAWhile() {
        // Given
        var slow = filtered("slow", "($f := function($n) {$f($n + 1)}; $f(0))");
        var patterns = new SubscriptionPattern[50];
        java.util.Arrays.fill(patterns, slow);

        // When
        long begin = System.nanoTime();
        Choice choice = choose(patterns);

        // Then
        assertThat(choice).isInstanceOf(Choice.Undecided.class);
        assertThat(System.nanoTime() - begin).isLessThan(4_000_000_000L);
    }

    private Choice choose(SubscriptionPattern... subscriptions) {
        return Choice.of(List.of(subscriptions), "order.created", List.of("emea"), () -> {
            reads.incrementAndGet();
            return ExpressionInput.of(
                    "evt_1",
                    "order.created",
                    Instant.EPOCH,
                    List.of("emea"),
                    "{\"total\": 50, \"name\": \"x\"}".getBytes(StandardCharsets.UTF_8));
        });
    }

    private static SubscriptionPattern filtered(String id, String filter) {
        return new SubscriptionPattern(id, "*", List.of(), Expression.compile(filter), null);
    }
}
