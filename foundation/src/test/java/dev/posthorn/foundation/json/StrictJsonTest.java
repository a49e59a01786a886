package dev.posthorn.foundation.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StrictJsonTest {

    private final ObjectMapper mapper = new ObjectMapper();

    enum Level {
        LOW,
        HIGH
    }

    record Sample(
            String text, List<String> texts, Duration pause, Instant at, Level level, Integer count, JsonText any) {}

    @BeforeEach
    void takeLeniencyAway() {
        new StrictJson().customize(mapper);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\": 5}",
                "{\"text\": true}",
                "{\"text\": [\"a\"]}",
                "{\"text\": \"nul \\u0000\"}",
                "{\"text\": \"half \\ud83d a pair\"}",
                "{\"text\": \"half at the end \\ud83d\"}",
                "{\"texts\": [1]}",
                "{\"texts\": \"one\"}",
                "{\"pause\": 5}",
                "{\"pause\": \"5 s\"}",
                "{\"pause\": \"PT99999999999999999999S\"}",
                "{\"at\": 1768473000}",
                "{\"at\": \"+99999-01-01T00:00:00Z\"}",
                "{\"at\": \"2026-01-15\"}",
                "{\"level\": 1}",
                "{\"count\": 1.5}",
                "{\"count\": \"1\"}",
                "{\"unknown\": 1}",
                "{\"text\": \"a\", \"text\": \"b\"}",
                "{\"text\": \"a\"} trailing"
            })
    void refusesWhatItWouldHaveToBend(String json) {
        assertThatThrownBy(() -> mapper.readValue(json, Sample.class)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void readsWhatIsMeantAsWritten() throws Exception {
        // When
        var sample = mapper.readValue("""
                {"text": "ä😀", "texts": [], "pause": "PT1.5S", "at": "2026-01-15T11:30:00+01:00", "level": "HIGH",
                 "any": {"z": 1.10, "a": 1e400}}""", Sample.class);

        // Then
        assertThat(sample.text()).isEqualTo("ä😀");
        assertThat(sample.pause()).isEqualTo(Duration.ofMillis(1500));
        assertThat(sample.at()).isEqualTo("2026-01-15T10:30:00Z");
        assertThat(sample.any().value()).isEqualTo("{\"z\":1.10,\"a\":1E+400}");
    }

    @Test
    void escapesInJsonTextWhatADatabaseMightNotHold() throws Exception {
        var sample = mapper.readValue("{\"any\": \"\\u0000 \\ud83d ä\"}", Sample.class);

        assertThat(sample.any().value()).isEqualTo("\"\\u0000 \\uD83D \\u00E4\"");
        assertThat(mapper.writeValueAsString(sample.any()))
                .isEqualTo(sample.any().value());
    }
}
