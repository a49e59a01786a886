package dev.posthorn.benchmarks;

import dev.posthorn.benchmarks.report.Progress;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.report.ResultFiles;
import dev.posthorn.benchmarks.report.TextTable;
import dev.posthorn.benchmarks.scenario.Bench;
import dev.posthorn.benchmarks.scenario.Scenario;
import dev.posthorn.benchmarks.stack.LocalStack;
import dev.posthorn.benchmarks.stack.Machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ./posthorn bench}. Ends with 0 when every must was reached, 1 when not, 2 when it was called wrongly. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(System.getProperty("posthorn.home", ".")).toAbsolutePath();
        Options options;
        try {
            options = Options.parse(
                    List.of(arguments),
                    Scenario.names(),
                    home.resolve("benchmarks").resolve("target/stack"));
        } catch (Options.UsageException e) {
            System.err.println("  ✖ " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(home, options) ? 0 : 1);
    }

    private static boolean run(Path home, Options options) throws Exception {
        var progress = new Progress(System.out, "1".equals(System.getenv("POSTHORN_TERMINAL")));
        var stack = new LocalStack(home, options.folder(), options.port());
        Thread end = new Thread(() -> stopQuietly(stack), "stop");
        if (!options.keep()) {
            Runtime.getRuntime().addShutdownHook(end);
        }
        if (options.keep()) {
            stack.reuse(progress);
        } else {
            stack.startAnew(progress);
        }
        Map<String, Object> machine = Machine.describe(home, options.folder(), stack.ledgerJdbcUrl());
        progress.say("");
        machine.forEach((name, value) -> progress.say(name + ": " + value));
        var files = new ResultFiles(home.resolve("benchmarks/results"), machine);
        var reports = new ArrayList<Report>();
        try (var bench = Bench.open(stack, options, progress)) {
            for (String name : options.scenarios()) {
                var report = new Report(name);
                try {
                    Scenario.named(name).run(bench, report);
                } catch (Exception e) {
                    report.note("It was not finished: " + e);
                    e.printStackTrace();
                }
                reports.add(report);
                Path file = files.write(report, options.describe());
                progress.say("");
                TextTable.of(List.of(report)).lines().forEach(progress::say);
                report.notes().forEach(progress::say);
                progress.say("→ " + home.relativize(file));
            }
        }
        progress.say("");
        TextTable.of(reports).lines().forEach(progress::say);
        return reports.stream().allMatch(Report::allReached);
    }

    private static void stopQuietly(LocalStack stack) {
        try {
            stack.stopAndDelete();
        } catch (Exception e) {
            System.err.println("The stack could not be stopped: " + e.getMessage());
        }
    }
}
