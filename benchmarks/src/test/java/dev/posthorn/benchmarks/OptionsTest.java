package dev.posthorn.benchmarks;

import dev.posthorn.benchmarks.scenario.Scenario;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OptionsTest {

    private static final Path FOLDER = Path.of("stack");

    @Test
    void meansEveryScenarioWhenNoneIsNamed() throws Exception {
        assertThat(parse().scenarios()).isEqualTo(Scenario.names());
        assertThat(parse().soak()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void readsScenariosAndOptions() throws Exception {
        Options options = parse("latency", "--duration", "10", "--scale", "0.1", "--keep");

        assertThat(options.scenarios()).containsExactly("latency");
        assertThat(options.window()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.soak()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.scale()).isEqualTo(0.1);
        assertThat(options.keep()).isTrue();
        assertThat(options.folder()).isEqualTo(FOLDER);
    }

    @Test
    void takesThroughputWithABatchForTheScenarioOfBatches() throws Exception {
        Options options = parse("throughput", "--batch", "10");

        assertThat(options.scenarios()).containsExactly("throughput-batch");
        assertThat(options.batch()).isEqualTo(10);
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> parse("speed")).hasMessageContaining("speed").hasMessageContaining("throughput");
        assertThatThrownBy(() -> parse("--port")).hasMessage("--port needs a value");
        assertThatThrownBy(() -> parse("--port", "x")).hasMessageContaining("Not a number");
    }

    private static Options parse(String... words) throws Options.UsageException {
        return Options.parse(List.of(words), Scenario.names(), FOLDER);
    }
}
