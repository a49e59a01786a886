package dev.posthorn.foundation.job;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class GroupCommitTest {

    private final BlockingQueue<List<Integer>> groups = new LinkedBlockingQueue<>();

    @Test
    void waitsForOthersWhenItMay() throws InterruptedException {
        try (var commits = new GroupCommit<Integer>("test", 2, Duration.ofMinutes(1), groups::add)) {
            // When
            commits.add(1);
            commits.add(2);

            // Then: not before the second one came, and not after the minute
            assertThat(next()).containsExactly(1, 2);
        }
    }

    @Test
    void commitsTogetherWhatArrivedDuringTheCommitBefore() throws InterruptedException {
        // Given
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var commits = new GroupCommit<Integer>("test", 10, group -> {
            groups.add(group);
            running.countDown();
            awaitQuietly(goOn);
        })) {
            commits.add(1);
            running.await();

            // When
            commits.add(2);
            commits.add(3);
            goOn.countDown();

            // Then
            assertThat(next()).containsExactly(1);
            assertThat(next()).containsExactly(2, 3);
        }
    }

    @Test
    void neverExceedsItsGreatestGroup() throws InterruptedException {
        var goOn = new CountDownLatch(1);
        try (var commits = new GroupCommit<Integer>("test", 2, group -> {
            awaitQuietly(goOn);
            groups.add(group);
        })) {
            for (int item = 0; item < 7; item++) {
                commits.add(item);
            }
            goOn.countDown();
        }

        assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeBetween(1, 2));
        assertThat(groups.stream().flatMap(List::stream)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void goesOnAfterAGroupThatFailed() throws InterruptedException {
        try (var commits = new GroupCommit<Integer>("test", 1, group -> {
            if (group.contains(1)) {
                throw new IllegalStateException("for the test");
            }
            groups.add(group);
        })) {
            commits.add(1);
            commits.add(2);

            assertThat(next()).containsExactly(2);
        }
    }

    @Test
    void commitsWhatWaitsBeforeItCloses() {
        var commits = new GroupCommit<Integer>("test", 10, groups::add);
        commits.add(1);

        commits.close();

        assertThat(groups.stream().flatMap(List::stream)).containsExactly(1);
    }

    private List<Integer> next() throws InterruptedException {
        return groups.poll(10, TimeUnit.SECONDS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
