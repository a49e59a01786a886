package dev.posthorn.benchmarks;

import dev.posthorn.benchmarks.load.Runs;
import dev.posthorn.benchmarks.receiver.Receiver;
import dev.posthorn.benchmarks.report.Figure;
import dev.posthorn.benchmarks.report.Progress;
import dev.posthorn.benchmarks.report.Report;
import dev.posthorn.benchmarks.report.ResultFiles;
import dev.posthorn.benchmarks.report.TextTable;
import dev.posthorn.benchmarks.scenario.Lab;
import dev.posthorn.benchmarks.scenario.Scenario;
import dev.posthorn.benchmarks.stack.LocalStack;
import dev.posthorn.benchmarks.stack.Machine;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs what was asked for, prints the table, and writes the files of results. */
final class Bench {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int NOT_REACHED = 3;

    private final Path home;
    private final Options options;
    private final Progress progress;
    private final LocalStack stack;
    private final List<Report> reports = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private boolean failed;

    private Bench(Path home, Options options, Progress progress) {
        this.home = home;
        this.options = options;
        this.progress = progress;
        this.stack = new LocalStack(home, options.folder(), options.port());
    }

    public static void main(String[] words) throws Exception {
        Path home = Path.of(System.getProperty("posthorn.home"));
        try {
            var options = Options.parse(List.of(words), home.resolve("benchmarks/target/stack"));
            var progress = new Progress(System.out, System.getenv("POSTHORN_TERMINAL") != null);
            System.exit(new Bench(home, options, progress).run());
        } catch (Options.Misused e) {
            System.err.println("  ✖ " + e.getMessage() + " ./posthorn bench --help lists scenarios and options.");
            System.exit(MISUSED);
        }
    }

    private int run() throws IOException, InterruptedException {
        // Also after Ctrl-C.
        Runtime.getRuntime().addShutdownHook(new Thread(this::tidyUp));
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var runs = new Runs();
        Receiver receiver = Receiver.start(vertx, runs);
        for (Scenario scenario : options.scenarios()) {
            progress.say("");
            progress.say("── " + scenario.name());
            var report = new Report(scenario.name());
            try {
                measure(scenario, report, vertx, runs, receiver);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // The others may work all the same.
                failed = true;
                progress.say("✖ " + scenario.name() + " could not be measured: " + e);
                e.printStackTrace();
                report.add(new Figure("could not be measured", String.valueOf(e.getMessage()), "", false));
            }
            reports.add(report);
            tell(List.of(report));
        }
        if (reports.size() > 1) {
            progress.say("");
            progress.say("── All");
            tell(reports);
        }
        files.forEach(file -> progress.say("Written: " + home.relativize(file)));
        return failed ? FAILED : reports.stream().allMatch(Report::allReached) ? 0 : NOT_REACHED;
    }

    private void measure(Scenario scenario, Report report, Vertx vertx, Runs runs, Receiver receiver) throws Exception {
        if (options.reuse()) {
            stack.reuse(progress);
        } else {
            stack.startAnew(progress);
        }
        Map<String, Object> machine = Machine.describe(home, options.folder(), stack.ledgerJdbcUrl());
        var lab = new Lab(options.plan(), stack, vertx, runs, receiver, progress, options.folder());
        scenario.run(lab, report);
        if (options.plan().scale() != 1) {
            report.note("What is stored or made beforehand was scaled by "
                    + options.plan().scale() + ".");
        }
        if (options.quick()) {
            report.note("A quick run: it shows that everything works, and its figures mean nothing.");
        }
        Path folder = home.resolve(options.quick() ? "benchmarks/target/results" : "benchmarks/results");
        files.add(new ResultFiles(folder, machine).write(report, options.plan().describe()));
    }

    private void tell(List<Report> some) {
        progress.say("");
        TextTable.of(some).lines().forEach(progress::say);
        progress.say("");
        TextTable times = TextTable.ofProcessorTimes(some);
        if (!times.isEmpty()) {
            times.lines().forEach(progress::say);
            progress.say("");
        }
        some.stream().flatMap(report -> report.notes().stream()).distinct().forEach(note -> progress.say("* " + note));
    }

    private void tidyUp() {
        if (options.keep()) {
            progress.say("The stack is kept in " + options.folder() + "; --reuse uses it again, and "
                    + "./posthorn down --data " + options.folder().resolve("data") + " stops it.");
            return;
        }
        try {
            progress.show("stopping the stack", "");
            stack.stopAndDelete();
            progress.say("");
        } catch (IOException e) {
            progress.say("✖ The stack could not be deleted: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
