package dev.posthorn.delivery.pace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class SlotsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9, 10, 11, 50, 99, 100, 1000, 5000})
    void noSecondHoldsMoreThanTheLimitAndATenthHoweverManyShareIt(int perSecond) {
        for (int seed = 0; seed < 20; seed++) {
            // Given: instances that come and go, wake late, wait for answers, and have more or less to send
            var random = new Random(seed);
            var simulation = new Simulation(new Rate(perSecond), 1 + random.nextInt(4), random);

            // When
            List<Long> starts = simulation.run(Duration.ofSeconds(perSecond > 500 ? 4 : 30));

            // Then
            assertThat(mostInASecond(starts)).as("seed %d", seed).isLessThanOrEqualTo((int) (perSecond * 1.1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 100, 1000})
    void almostTheWholeLimitIsUsedWhileThereIsEnoughToSend(int perSecond) {
        var simulation = new Simulation(new Rate(perSecond), 2, new Random(1));
        simulation.greatestDelay = 10 * MILLI;
        simulation.alwaysBusy = true;

        int sent = simulation.run(Duration.ofSeconds(20)).size();

        assertThat(sent / 20.0).isBetween(perSecond * 0.9, perSecond * 1.02 + 0.1);
    }

    @Test
    void aSlotThatWasMissedIsLost() {
        var slots = new Slots(new Rate(100));
        slots.ask(10, 0);
        slots.reserved(slots.rate(), new Slots.Reserved(0, 10 * MILLI, 10));

        // 55 ms late for the first, in time for the second
        assertThat(slots.isOpen(55 * MILLI)).isTrue();

        int used = 0;
        while (slots.isOpen(55 * MILLI)) {
            slots.use();
            used++;
        }
        assertThat(used).isEqualTo(5);
    }

    @Test
    void asksForMoreBeforeTheLastSlotIsUsedButOnlyOnce() {
        var slots = new Slots(new Rate(100));
        assertThat(slots.ask(100, 0)).isEqualTo(2);
        assertThat(slots.ask(100, 0)).isZero();

        slots.reserved(slots.rate(), new Slots.Reserved(0, 10 * MILLI, 2));

        assertThat(slots.ask(2, 0)).isZero();
        assertThat(slots.ask(100, 0)).isEqualTo(4);
    }

    @Test
    void asksForNoMoreThanIsUsed() {
        // Given: an endpoint that has hardly any place
        var slots = new Slots(new Rate(1000));
        slots.reserved(slots.rate(), new Slots.Reserved(0, MILLI, 100));
        slots.isOpen(0);
        slots.use();

        // When: the others have passed
        int asked = slots.ask(100, SECOND);

        // Then
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void slotsOfAnOlderLimitAreNotUsed() {
        var slots = new Slots(new Rate(1000));
        var before = slots.rate();
        slots.ask(10, 0);
        slots.change(new Rate(1));

        slots.reserved(before, new Slots.Reserved(0, MILLI, 10));

        assertThat(slots.isOpen(0)).isFalse();
    }

    private static int mostInASecond(List<Long> starts) {
        Collections.sort(starts);
        var window = new ArrayDeque<Long>();
        int most = 0;
        for (long start : starts) {
            window.add(start);
            while (start - window.peek() >= SECOND) {
                window.poll();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }

    /** Instances that share a schedule, as the table keeps it, over a time that is made up. */
    private static final class Simulation {

        private final Rate rate;
        private final Random random;
        private final List<Slots> instances = new ArrayList<>();
        private final List<Answer> answers = new ArrayList<>();
        private long nextAt;
        private long greatestDelay = 80 * MILLI;
        private boolean alwaysBusy;

        private record Answer(long at, int instance, Slots to, Slots.Reserved run) {}

        Simulation(Rate rate, int count, Random random) {
            this.rate = rate;
            this.random = random;
            for (int n = 0; n < count; n++) {
                instances.add(new Slots(rate));
            }
        }

        List<Long> run(Duration duration) {
            var starts = new ArrayList<Long>();
            for (long now = 0; now < duration.toNanos(); now += 1 + random.nextLong(2 * MILLI)) {
                deliverAnswers(now);
                int instance = random.nextInt(instances.size());
                if (!alwaysBusy && random.nextInt(5000) == 0) {
                    // Killed, with what it had reserved.
                    instances.set(instance, new Slots(rate));
                }
                if (alwaysBusy || random.nextInt(4) > 0) {
                    serve(instances.get(instance), instance, now, starts);
                }
            }
            return starts;
        }

        private void serve(Slots slots, int instance, long now, List<Long> starts) {
            int waiting = alwaysBusy ? 1000 : random.nextInt(200);
            while (waiting > 0 && slots.isOpen(now)) {
                slots.use();
                waiting--;
                starts.add(now);
            }
            int asked = slots.ask(waiting, now);
            if (asked > 0) {
                long first = Math.max(nextAt, now);
                nextAt = first + asked * rate.spacing();
                answers.add(new Answer(
                        now + random.nextLong(greatestDelay),
                        instance,
                        slots,
                        new Slots.Reserved(first, rate.spacing(), asked)));
            }
        }

        private void deliverAnswers(long now) {
            answers.removeIf(answer -> {
                if (answer.at() > now) {
                    return false;
                }
                answer.to().reserved(rate, answer.run());
                return true;
            });
        }
    }
}
