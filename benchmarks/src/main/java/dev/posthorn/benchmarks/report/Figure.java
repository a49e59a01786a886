package dev.posthorn.benchmarks.report;

/**
 * One line of the table.
 *
 * @param must null when nothing is demanded of it
 * @param reached null when nothing is demanded of it
 */
public record Figure(String name, String value, String must, Boolean reached) {

    public static Figure plain(String name, String value) {
        return new Figure(name, value, null, null);
    }

    /** A share that must be at least that: both as fractions of 1. */
    public static Figure atLeast(String name, double share, double least) {
        return new Figure(name, percent(share), "at least " + percent(least), share >= least);
    }

    /** A time that must stay below a limit. */
    public static Figure below(String name, double millis, double limit) {
        return new Figure(name, millis(millis), "under " + "%.0f ms".formatted(limit), millis < limit);
    }

    public static String percent(double share) {
        return "%.1f %%".formatted(share * 100);
    }

    public static String millis(double millis) {
        return "%.2f ms".formatted(millis);
    }

    public static String perSecond(double rate) {
        return "%,.0f per second".formatted(rate);
    }
}
