package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.contracts.ContractsJson;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class CountedBatchTest {

    @Test
    void putsTheGoldenBatchIntoTheMinutesInWhichItsAttemptsEnded() throws IOException {
        AttemptBatch golden = ContractsJson.MAPPER.readValue(
                getClass().getResourceAsStream("/golden/attempt-batch.json"), AttemptBatch.class);

        CountedBatch counted = CountedBatch.of(golden);

        assertThat(counted.attempts()).isEqualTo(2);
        assertThat(counted.sums().tallies().keySet()).singleElement().satisfies(key -> {
            assertThat(key.minute()).isEqualTo(Instant.parse("2026-01-15T10:30:00Z"));
            assertThat(key.tenantId()).isEqualTo("acme");
            assertThat(key.eventType()).isEqualTo("order.created");
        });
        assertThat(counted.sums().latest().values())
                .extracting(LatestAttempt::outcome)
                .containsExactlyInAnyOrder(OutcomeClass.ANSWERED_2XX, OutcomeClass.TIMEOUT);
    }
}
