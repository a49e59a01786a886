package dev.posthorn.benchmarks.report;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {

    @Test
    void isReachedWhenEveryMustIs() {
        var report = new Report("throughput");
        report.add(Figure.plain("deliveries", "9"));
        report.add(Figure.atLeast("share", 0.5, 0.35));
        assertThat(report.allReached()).isTrue();

        report.add(Figure.below("p50", 10, 10));
        assertThat(report.allReached()).isFalse();
    }

    @Test
    void isATableWithTheMustsBesideTheFigures() {
        var report = new Report("latency");
        report.add(Figure.below("p50", 3.1, 10));
        report.add(Figure.below("p99", 60, 50));

        List<String> lines = TextTable.of(List.of(report)).lines();

        assertThat(lines.get(2))
                .contains("latency")
                .contains("3.10 ms")
                .contains("under 10 ms")
                .endsWith("yes");
        assertThat(lines.get(3)).doesNotContain("latency").endsWith("NO");
    }

    @Test
    void aLineThroughPointsTellsItsRise() {
        LinearFit fit = LinearFit.of(new double[] {0, 1, 2, 3}, new double[] {1, 3, 5, 7});

        assertThat(fit.slope()).isEqualTo(2);
        assertThat(fit.mean()).isEqualTo(4);
        assertThat(fit.rise(3)).isEqualTo(6);
    }

    @Test
    void aPlotHasALineForEachSeries() {
        String svg = Plot.overTime(
                        "a < b", "per second", 1, List.of(Plot.steps("x", List.of(1, 2)), Plot.steps("y", List.of(3))))
                .svg();

        assertThat(svg).startsWith("<svg ").contains("a &lt; b").endsWith("</svg>\n");
        assertThat(svg.split("<polyline", -1)).hasSize(3);
    }
}
