package dev.posthorn.benchmarks;

import dev.posthorn.benchmarks.scenario.Scenario;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OptionsTest {

    @Test
    void runsAllScenariosWhenNoneIsNamed() {
        // When
        Options options = parse();

        // Then
        assertThat(options.scenarios())
                .extracting(Scenario::name)
                .containsExactly(
                        "throughput",
                        "throughput-batch",
                        "latency",
                        "isolation",
                        "backlog",
                        "fanout",
                        "history",
                        "soak");
        assertThat(options.plan().soak()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void takesThroughputWithABatchForTheScenarioOfBatches() {
        // When
        Options options = parse("throughput", "--batch", "50");

        // Then
        assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("throughput-batch");
        assertThat(options.plan().batch()).isEqualTo(50);
    }

    @Test
    void readsDurationsInSecondsAndMinutes() {
        // When
        Options options = parse("soak", "--duration=5m", "--warm-up", "10s");

        // Then
        assertThat(options.plan().soak()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.plan().warmUp()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        // When, Then
        assertThatThrownBy(() -> parse("speed")).hasMessage("There is no scenario speed.");
        assertThatThrownBy(() -> parse("--fast")).hasMessage("Unknown option --fast.");
        assertThatThrownBy(() -> parse("--duration", "soon")).hasMessage("--duration cannot be \"soon\".");
        assertThatThrownBy(() -> parse("--duration")).hasMessage("--duration needs a value.");
    }

    private static Options parse(String... words) {
        return Options.parse(List.of(words), Path.of("stack"));
    }
}
