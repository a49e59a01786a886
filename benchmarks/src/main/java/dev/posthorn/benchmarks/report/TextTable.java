package dev.posthorn.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Columns of text, as wide as their widest cell. */
public final class TextTable {

    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... heads) {
        rows.add(List.of(heads));
    }

    public void row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("A row has " + rows.getFirst().size() + " cells, not " + cells.length);
        }
        rows.add(List.of(cells));
    }

    /** The figures of these scenarios; the musts beside them. */
    public static TextTable of(List<Report> reports) {
        var table = new TextTable("scenario", "figure", "measured", "must", "reached");
        for (Report report : reports) {
            String scenario = report.scenario();
            for (Figure figure : report.figures()) {
                table.row(
                        scenario,
                        figure.name(),
                        figure.value(),
                        figure.must() == null ? "" : figure.must(),
                        figure.reached() == null ? "" : figure.reached() ? "yes" : "NO");
                scenario = "";
            }
        }
        return table;
    }

    /** Where the processor's time went, in microseconds per delivery; the most first. No rows where it is not known. */
    public static TextTable ofProcessorTimes(List<Report> reports) {
        var table = new TextTable("µs of processor time per delivery", "all", "of which");
        for (Report report : reports) {
            report.processorTimes()
                    .forEach((run, micros) -> table.row(
                            report.scenario().equals(run) ? run : report.scenario() + ": " + run,
                            "%,d"
                                    .formatted(micros.values().stream()
                                            .mapToLong(Long::longValue)
                                            .sum()),
                            micros.entrySet().stream()
                                    .filter(part -> part.getValue() > 0)
                                    .sorted(Map.Entry.<String, Long>comparingByValue()
                                            .reversed())
                                    .map(part -> part.getKey() + " " + part.getValue())
                                    .collect(Collectors.joining(", "))));
        }
        return table;
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    public List<String> lines() {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        var lines = new ArrayList<String>();
        for (List<String> row : rows) {
            lines.add(line(row, widths));
            if (lines.size() == 1) {
                lines.add("─".repeat(lines.getFirst().length()));
            }
        }
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? "" : GAP)
                    .append(row.get(column))
                    .append(" ".repeat(widths[column] - row.get(column).length()));
        }
        return line.toString().stripTrailing();
    }
}
