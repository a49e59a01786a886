package dev.posthorn.benchmarks.report;

import java.io.PrintStream;
import java.time.Duration;

/** Tells how far it is: in one line that changes at a terminal, in a new line every few seconds elsewhere. */
public final class Progress {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final String CLEAR = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private String lastStep = "";
    private long lastTold;
    private boolean open;

    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** What is being done, and how far it is. */
    public synchronized void show(String step, String state) {
        if (terminal) {
            out.print(CLEAR + "  … " + step + (state.isEmpty() ? "" : ": " + state));
            out.flush();
            open = true;
        } else if (!step.equals(lastStep) || System.nanoTime() - lastTold > PAUSE.toNanos()) {
            out.println("  … " + step + (state.isEmpty() ? "" : ": " + state));
            lastTold = System.nanoTime();
        }
        lastStep = step;
    }

    /** A line that stays. */
    public synchronized void say(String line) {
        if (open) {
            out.print(CLEAR);
            open = false;
        }
        out.println(line.isEmpty() ? "" : "  " + line);
        lastStep = "";
    }
}
