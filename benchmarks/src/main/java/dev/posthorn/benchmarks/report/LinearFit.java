package dev.posthorn.benchmarks.report;

/**
 * The straight line closest to points by least squares: y = intercept + slope * x.
 *
 * @param mean of the y values
 */
public record LinearFit(double slope, double intercept, double mean) {

    public static LinearFit of(double[] x, double[] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException("A line needs two points or more, and an x for each y");
        }
        double meanX = mean(x);
        double meanY = mean(y);
        double covariance = 0;
        double variance = 0;
        for (int at = 0; at < x.length; at++) {
            covariance += (x[at] - meanX) * (y[at] - meanY);
            variance += (x[at] - meanX) * (x[at] - meanX);
        }
        double slope = variance == 0 ? 0 : covariance / variance;
        return new LinearFit(slope, meanY - slope * meanX, meanY);
    }

    /** By how much the line rises over this distance of x. */
    public double rise(double distance) {
        return slope * distance;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
