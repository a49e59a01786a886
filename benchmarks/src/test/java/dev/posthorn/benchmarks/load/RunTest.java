package dev.posthorn.benchmarks.load;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class RunTest {

    private final Run run = new Runs().begin(1);

    @Test
    void countsWhatWasAcceptedAndNeverArrivedAndWhatArrivedTwice() {
        // Given
        for (int event = 0; event < 3; event++) {
            run.accept(run.begin(), 1, 0);
        }

        // When
        run.receive(payload(0), 0);
        run.receive(payload(2), 0);
        run.receive(payload(2), 0);

        // Then
        Run.Counts counts = run.counts();
        assertThat(counts.accepted()).isEqualTo(3);
        assertThat(counts.received()).isEqualTo(2);
        assertThat(counts.lost()).isEqualTo(1);
        assertThat(counts.duplicated()).isEqualTo(1);
        assertThat(run.open()).isEqualTo(1);
    }

    @Test
    void letsNoMoreBeOpenThanAskedFor() {
        assertThat(run.tryBegin(2, 3)).isZero();
        assertThat(run.tryBegin(2, 3)).isEqualTo(-1);
        run.receive(payload(0), 0);
        assertThat(run.tryBegin(2, 3)).isEqualTo(2);
    }

    @Test
    void arrivalsFollowTheScheduleHoweverLateTheyAre() {
        var schedule = new ArrivalSchedule(1_000);
        assertThat(schedule.offset(0)).isZero();
        assertThat(schedule.offset(2_500)).isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void aPayloadIsFoundInTheBodyThatCarriesIt() {
        byte[] bytes = new Payload(7, 123_456, 42).write();
        assertThat(bytes).hasSize(Payload.SIZE);

        String body = "{\"id\":\"evt_1\",\"data\":" + new String(bytes, StandardCharsets.US_ASCII) + "}";
        assertThat(Payload.find(body.getBytes(StandardCharsets.US_ASCII))).isEqualTo(new Payload(7, 123_456, 42));
        assertThat(Payload.find("{}".getBytes(StandardCharsets.US_ASCII))).isNull();
    }

    private static Payload payload(long number) {
        return new Payload(1, number, 0);
    }
}
