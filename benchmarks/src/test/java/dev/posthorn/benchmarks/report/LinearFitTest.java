package dev.posthorn.benchmarks.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LinearFitTest {

    @Test
    void findsTheLineThroughPointsOnIt() {
        // When
        var fit = LinearFit.of(new double[] {0, 1, 2, 3}, new double[] {5, 7, 9, 11});

        // Then
        assertThat(fit.slope()).isCloseTo(2, within(1e-9));
        assertThat(fit.intercept()).isCloseTo(5, within(1e-9));
        assertThat(fit.rise(10)).isCloseTo(20, within(1e-9));
        assertThat(fit.mean()).isCloseTo(8, within(1e-9));
    }

    @Test
    void isFlatForASawtooth() {
        // When
        var fit = LinearFit.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, new double[] {1, 9, 9, 1, 1, 9, 9, 1});

        // Then
        assertThat(fit.slope()).isCloseTo(0, within(1e-9));
    }
}
