package dev.posthorn.benchmarks.scenario;

import dev.posthorn.benchmarks.report.Report;

/** Something to measure. */
public interface Scenario {

    String name();

    /** Works with a stack that was just started. Blocks until all is measured, and adds its figures to the report. */
    void run(Lab lab, Report report) throws Exception;
}
