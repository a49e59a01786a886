package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class LaneHoldTest {

    private static final EndpointId ENDPOINT = EndpointId.next();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-15T10:30:00Z"));

    private final Memory memory = new Memory();
    private final List<LaneHold> drained = new ArrayList<>();
    private final LaneHold hold = new LaneHold(
            UUID.randomUUID(), UUID.randomUUID(), new OrderedLane(ENDPOINT.value(), ""), memory, drained::add);

    @Test
    void sendsTheNextOneOnlyAfterTheSuccessOfTheOneBefore() {
        // Given
        List<Delivery> run = deliveries(2);
        hold.fill(admitted(run), 2);
        assertThat(memory.taken).containsExactly(run.get(0));

        // When
        hold.noticed(outcome(run.get(0), new NextStep.Complete()));

        // Then
        assertThat(memory.taken).containsExactly(run.get(0), run.get(1));
    }

    @Test
    void keepsTheRestOnDiskWhenOneFails() {
        // Given
        List<Delivery> run = deliveries(3);
        hold.fill(admitted(run), 3);

        // When
        hold.noticed(outcome(run.get(0), new NextStep.RetryAt(CLOCK.instant().plusSeconds(1))));
        hold.recorded();

        // Then
        assertThat(memory.taken).hasSize(1);
        assertThat(memory.forgone).containsExactly(run.get(1), run.get(2));
        assertThat(drained).isEmpty();
    }

    /** Killed in between, the dead one would be attempted once more, after the next one. */
    @Test
    void waitsForTheRecordOfADeadLetter() {
        // Given
        List<Delivery> run = deliveries(2);
        hold.fill(admitted(run), 2);
        hold.noticed(outcome(run.get(0), new NextStep.DeadLetter(NextStep.DeadLetter.ATTEMPTS_EXHAUSTED)));
        assertThat(memory.taken).hasSize(1);

        // When
        hold.recorded();

        // Then
        assertThat(memory.taken).containsExactly(run.get(0), run.get(1));
    }

    @Test
    void asksForMoreWhenAllIsRecorded() {
        // Given
        List<Delivery> run = deliveries(1);
        hold.fill(admitted(run), 1);
        hold.noticed(outcome(run.get(0), new NextStep.Complete()));
        assertThat(drained).isEmpty();

        // When
        hold.recorded();

        // Then
        assertThat(drained).containsExactly(hold);
    }

    @Test
    void doesNotRunAheadOfWhatIsRecorded() {
        // Given
        List<Delivery> run = deliveries(200);
        hold.fill(admitted(run), 200);

        // When
        for (Delivery delivery : run) {
            if (memory.taken.contains(delivery)) {
                hold.noticed(outcome(delivery, new NextStep.Complete()));
            }
        }

        // Then
        assertThat(memory.taken).hasSize(64);
        hold.recorded();
        assertThat(memory.taken).hasSize(65);
    }

    @Test
    void takesWhatIsAcceptedNowOnlyWhenNothingLiesBetween() {
        // Given: place 2 is another instance's event
        List<Delivery> run = deliveries(2);
        hold.fill(admitted(run.subList(0, 1)), 1);

        // Then
        assertThat(append(run.get(1), 3)).isFalse();
        assertThat(append(run.get(1), 2)).isTrue();
    }

    /** It is on disk, and found there. */
    @Test
    void takesNothingWhileTheTableIsRead() {
        Delivery delivery = deliveries(1).getFirst();

        assertThat(append(delivery, 1)).isFalse();
    }

    @Test
    void takesNothingThatThereIsNoRoomFor() {
        // Given
        List<Delivery> run = deliveries(2);
        hold.fill(admitted(run.subList(0, 1)), 1);
        memory.full = true;

        // Then
        assertThat(append(run.get(1), 2)).isFalse();
    }

    private boolean append(Delivery delivery, long position) {
        return hold.append(delivery.event(), delivery, position);
    }

    private static List<LaneHold.Next> admitted(List<Delivery> run) {
        return run.stream().map(delivery -> new LaneHold.Next(delivery, true)).toList();
    }

    private List<Delivery> deliveries(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new Delivery(
                        new AcceptedEvent(
                                EventId.next(),
                                "t",
                                null,
                                "order.created",
                                List.of(),
                                CLOCK.instant(),
                                new byte[] {'1'},
                                List.of(ENDPOINT),
                                EventOptions.NONE),
                        ENDPOINT,
                        1,
                        0,
                        Trigger.FIRST,
                        hold))
                .toList();
    }

    private static Settlement outcome(Delivery delivery, NextStep next) {
        return new Settlement.Attempted(new Attempt(
                AttemptId.next(),
                delivery,
                CLOCK.instant(),
                Duration.ofMillis(5),
                new AttemptOutcome.Succeeded(200),
                next,
                new Attempt.Exchange("http://localhost/", Map.of(), Map.of(), new byte[0])));
    }

    private static final class Memory implements Deliveries {

        private final List<Delivery> taken = new ArrayList<>();
        private final List<Delivery> forgone = new ArrayList<>();
        private boolean full;

        @Override
        public boolean admit(AcceptedEvent event, EndpointId endpoint) {
            return !full;
        }

        @Override
        public Room roomFor(EndpointId endpoint) {
            return new Room(full ? 0 : 1, CLOCK.instant());
        }

        @Override
        public Set<UUID> broken() {
            return Set.of();
        }

        @Override
        public Set<UUID> behind() {
            return Set.of();
        }

        @Override
        public void caughtUp(UUID endpoint) {}

        @Override
        public boolean hasRoom() {
            return !full;
        }

        @Override
        public void forgo(List<Delivery> deliveries) {
            forgone.addAll(deliveries);
        }

        @Override
        public void take(List<Delivery> deliveries) {
            taken.addAll(deliveries);
        }

        @Override
        public void load(List<Delivery> deliveries) {
            taken.addAll(deliveries);
        }

        @Override
        public void release(List<Delivery> deliveries) {}
    }
}
