package dev.posthorn.delivery.routing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExpressionThreadsTest {

    private final ExpressionThreads threads = new ExpressionThreads();

    @AfterEach
    void stop() {
        threads.stop();
    }

    @Test
    void doesWhatOneTenantHandsInInItsOrder() {
        // Given
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        var all = new ArrayList<CompletableFuture<Boolean>>();

        // When
        for (int number = 0; number < 1_000; number++) {
            int same = number;
            all.add(threads.supply("acme", () -> done.add(same)).toCompletableFuture());
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

        // Then
        assertThat(done).hasSize(1_000).isSorted();
    }

    @Test
    void aTenantThatTakesLongDoesNotHoldUpTheOthers() throws Exception {
        // Given
        var slow = new CountDownLatch(1);
        for (int number = 0; number < 100; number++) {
            threads.supply("slow", () -> awaitQuietly(slow));
        }

        // When
        var other = threads.supply("other", () -> "done").toCompletableFuture();

        // Then
        assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo("done");
        slow.countDown();
    }

    @Test
    void goesOnAfterATaskThatFailed() throws Exception {
        var failed = threads.<String>supply("acme", () -> {
            throw new IllegalStateException("as planned");
        });
        assertThat(threads.supply("acme", () -> "next").toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo("next");
        assertThatThrownBy(failed.toCompletableFuture()::join).hasRootCauseMessage("as planned");
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
