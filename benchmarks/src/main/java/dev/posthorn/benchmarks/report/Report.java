package dev.posthorn.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one scenario has to tell. Filled by the scenario's thread. */
public final class Report {

    private final String scenario;
    private final List<Figure> figures = new ArrayList<>();
    private final Map<String, Object> details = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();
    private final Map<String, Map<String, Long>> processorTimes = new LinkedHashMap<>();

    public Report(String scenario) {
        this.scenario = scenario;
    }

    public String scenario() {
        return scenario;
    }

    public void add(Figure figure) {
        figures.add(figure);
    }

    /** Goes into the JSON file: a number, a text, or maps and lists of them. */
    public void detail(String name, Object value) {
        details.put(name, value);
    }

    /** What a reader must know to judge the figures. */
    public void note(String sentence) {
        notes.add(sentence);
    }

    public void plot(Plot plot) {
        plots.add(plot);
    }

    /** @param micros of processor time that each part used for one delivery of this run; empty where it is not known */
    public void processorTime(String run, Map<String, Long> micros) {
        if (!micros.isEmpty()) {
            processorTimes.put(run, micros);
        }
    }

    /** By run, then by part. */
    public Map<String, Map<String, Long>> processorTimes() {
        return processorTimes;
    }

    public List<Figure> figures() {
        return figures;
    }

    public Map<String, Object> details() {
        return details;
    }

    public List<String> notes() {
        return notes;
    }

    public List<Plot> plots() {
        return plots;
    }

    public boolean allReached() {
        return figures.stream().noneMatch(figure -> Boolean.FALSE.equals(figure.reached()));
    }
}
