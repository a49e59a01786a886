package dev.posthorn.benchmarks.report;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line chart as SVG. Drawn here, since the chart libraries need fonts and AWT, which a small server lacks.
 *
 * @param xTicks the labels below the axis, at their x
 */
public record Plot(String title, String xLabel, String yLabel, List<Tick> xTicks, List<Line> lines) {

    public record Tick(double x, String label) {}

    public record Point(double x, double y) {}

    public record Line(String name, List<Point> points) {}

    /** What is drawn at 0 and at each quantile's number of nines: 0.9 is 1, 0.99 is 2. */
    private static final double[] QUANTILES = {0, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999};

    private static final List<Tick> QUANTILE_TICKS = List.of(
            new Tick(nines(0), "0 %"),
            new Tick(nines(0.5), "50 %"),
            new Tick(nines(0.9), "90 %"),
            new Tick(nines(0.99), "99 %"),
            new Tick(nines(0.999), "99.9 %"),
            new Tick(nines(0.9999), "99.99 %"));

    /** Something over time, one value a step. */
    public static Plot overTime(String title, String yLabel, double secondsPerStep, List<Line> lines) {
        double end = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::x)
                .max()
                .orElse(1);
        var ticks = new ArrayList<Tick>();
        for (int at = 0; at <= 5; at++) {
            ticks.add(new Tick(end * at / 5, "%.0f".formatted(end * at / 5 * secondsPerStep)));
        }
        return new Plot(title, "seconds", yLabel, ticks, lines);
    }

    public static Line steps(String name, List<? extends Number> values) {
        var points = new ArrayList<Point>();
        for (int at = 0; at < values.size(); at++) {
            points.add(new Point(at, values.get(at).doubleValue()));
        }
        return new Line(name, points);
    }

    /** Latency by percentile, in milliseconds; the axis is stretched towards 100 %. */
    public static Plot latency(String title, List<Line> lines) {
        return new Plot(title, "percentile", "ms", QUANTILE_TICKS, lines);
    }

    /** @param micros a histogram of microseconds */
    public static Line quantiles(String name, Histogram micros) {
        var points = new ArrayList<Point>();
        for (double quantile : QUANTILES) {
            points.add(new Point(nines(quantile), micros.getValueAtPercentile(quantile * 100) / 1000.0));
        }
        return new Line(name, points);
    }

    private static double nines(double quantile) {
        return -Math.log10(1 - quantile);
    }

    public String svg() {
        return new Drawing(this).draw();
    }

    /** Where things are on the page, and their marks. */
    private static final class Drawing {

        private static final int WIDTH = 760;
        private static final int HEIGHT = 380;
        private static final int LEFT = 80;
        private static final int RIGHT = 20;
        private static final int TOP = 60;
        private static final int BOTTOM = 56;
        private static final List<String> COLOURS = List.of("#1f6feb", "#d1242f", "#1a7f37", "#8250df", "#9a6700");

        private final Plot plot;
        private final double maxX;
        private final double maxY;
        private final StringBuilder svg = new StringBuilder();

        private Drawing(Plot plot) {
            this.plot = plot;
            List<Point> all = plot.lines().stream()
                    .flatMap(line -> line.points().stream())
                    .toList();
            this.maxX = Math.max(1e-9, all.stream().mapToDouble(Point::x).max().orElse(1));
            this.maxY = rounded(all.stream().mapToDouble(Point::y).max().orElse(1));
        }

        /** The next of 1, 2 or 5 times a power of ten. */
        private static double rounded(double value) {
            double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-6))));
            for (double step : new double[] {1, 2, 5}) {
                if (value <= step * power) {
                    return step * power;
                }
            }
            return 10 * power;
        }

        private String draw() {
            add(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#1f2328\">",
                    WIDTH, HEIGHT);
            add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
            text(LEFT, 22, "start", plot.title(), " font-size=\"15\" font-weight=\"600\"");
            grid();
            for (int at = 0; at < plot.lines().size(); at++) {
                line(plot.lines().get(at), at);
            }
            text(LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 12, "middle", plot.xLabel(), "");
            text(LEFT - 8, TOP - 10, "end", plot.yLabel(), "");
            return svg.append("</svg>\n").toString();
        }

        private void grid() {
            for (int at = 0; at <= 5; at++) {
                double value = maxY * at / 5;
                add(
                        "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#d0d7de\"/>",
                        LEFT, WIDTH - RIGHT, y(value), y(value));
                text(LEFT - 8, y(value) + 4, "end", label(value), "");
            }
            for (Tick tick : plot.xTicks()) {
                if (tick.x() <= maxX) {
                    text(x(tick.x()), HEIGHT - BOTTOM + 18, "middle", tick.label(), "");
                }
            }
        }

        private static String label(double value) {
            return value >= 10 || value == 0
                    ? String.format(Locale.ROOT, "%,.0f", value)
                    : String.format(Locale.ROOT, "%.2f", value);
        }

        private void line(Line line, int at) {
            String colour = COLOURS.get(at % COLOURS.size());
            var points = new StringBuilder();
            line.points()
                    .forEach(point -> points.append(
                            String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x()), y(Math.max(0, point.y())))));
            add(
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>",
                    colour, points.toString().strip());
            text(LEFT + at * 160, TOP - 22, "start", "— " + line.name(), " fill=\"" + colour + "\"");
        }

        private double x(double value) {
            return LEFT + value / maxX * (WIDTH - LEFT - RIGHT);
        }

        private double y(double value) {
            return HEIGHT - BOTTOM - value / maxY * (HEIGHT - TOP - BOTTOM);
        }

        private void text(double x, double y, String anchor, String text, String more) {
            add(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>",
                    x, y, anchor, more, text.replace("&", "&amp;").replace("<", "&lt;"));
        }

        private void add(String format, Object... values) {
            svg.append(String.format(Locale.ROOT, format, values)).append('\n');
        }
    }
}
