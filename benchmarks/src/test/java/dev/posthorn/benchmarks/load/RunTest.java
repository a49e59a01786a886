package dev.posthorn.benchmarks.load;

import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

class RunTest {

    private final Run run = new Run(7, 1);

    @Test
    void countsWhatWasLostAndWhatCameTwice() {
        // Given
        for (int event = 0; event < 5; event++) {
            run.begin();
        }
        run.accept(0, 5, 0);

        // When
        LongStream.of(0, 1, 1, 4).forEach(event -> run.receive(new Payload(7, event, 0), 0));

        // Then
        Run.Counts counts = run.counts();
        assertThat(counts.accepted()).isEqualTo(5);
        assertThat(counts.received()).isEqualTo(3);
        assertThat(counts.lost()).isEqualTo(2);
        assertThat(counts.duplicated()).isEqualTo(1);
        assertThat(run.open()).isEqualTo(2);
    }

    @Test
    void doesNotCountAsLostWhatWasNeverAccepted() {
        // Given
        run.begin();
        run.begin();

        // When
        run.refuse(0, 1);
        run.fail(1, 1, "no answer");

        // Then
        assertThat(run.counts()).isEqualTo(new Run.Counts(0, 0, 0, 0, 1, 1, "no answer"));
        assertThat(run.open()).isZero();
    }

    @Test
    void closesOnceWhatArrivesAlthoughItsPublisherGotNoAnswer() {
        // Given
        run.begin();
        run.begin();
        run.fail(0, 1, "no answer");

        // When
        run.receive(new Payload(7, 0, 0), 0);

        // Then
        assertThat(run.open()).isEqualTo(1);
        assertThat(run.counts().received()).isEqualTo(1);
    }

    @Test
    void tellsTheEndpointsOfAnEventApart() {
        // Given
        var fanOut = new Run(8, 3);
        fanOut.begin();
        fanOut.accept(0, 1, 0);

        // When
        fanOut.receive(new Payload(8, 0, 0), 0);
        fanOut.receive(new Payload(8, 0, 0), 2);
        fanOut.receive(new Payload(8, 0, 0), 2);

        // Then
        assertThat(fanOut.counts()).isEqualTo(new Run.Counts(3, 2, 1, 1, 0, 0, null));
    }

    @Test
    void beginsNoMoreThanMayBeOpen() {
        // Given
        run.tryBegin(6, 10);

        // When
        long tooMany = run.tryBegin(5, 10);
        long fitting = run.tryBegin(4, 10);

        // Then
        assertThat(tooMany).isEqualTo(-1);
        assertThat(fitting).isEqualTo(6);
    }

    @Test
    void measuresOnlyWhatWasMeantToStartWithinTheWindow() {
        // Given
        long now = Clock.micros();
        run.measure(now - 1_000, now);

        // When
        run.receive(new Payload(7, 0, now - 1_001), 0);
        run.receive(new Payload(7, 1, now - 1_000), 0);
        run.receive(new Payload(7, 2, now), 0);

        // Then
        assertThat(run.takeDeliveryTimes().getTotalCount()).isEqualTo(1);
    }
}
