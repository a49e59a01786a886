package dev.posthorn.benchmarks.report;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TextTableTest {

    @Test
    void showsTheMustBesideTheFigure() {
        // Given
        var report = new Report("latency");
        report.add(Figure.below("p50", 4.2, 10));
        report.add(Figure.below("p99", 61, 50));
        report.add(Figure.plain("offered", "400 per second"));

        // When
        List<String> lines = TextTable.of(List.of(report)).lines();

        // Then
        assertThat(lines)
                .containsExactly(
                        "scenario   figure    measured         must          reached",
                        "─".repeat(59),
                        "latency    p50       4.20 ms          under 10 ms   yes",
                        "           p99       61.00 ms         under 50 ms   NO",
                        "           offered   400 per second");
        assertThat(report.allReached()).isFalse();
    }
}
