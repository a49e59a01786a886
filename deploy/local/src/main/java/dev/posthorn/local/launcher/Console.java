package dev.posthorn.local.launcher;

import dev.posthorn.local.supervise.Watcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person sees of the stack's start. On a terminal the last line says what is still awaited. */
final class Console implements Watcher {

    private static final int WIDTH = 22;
    /** More would not fit into one line, and a line that wraps cannot be replaced. */
    private static final int NAMED = 2;

    private final PrintStream out;
    private final boolean terminal;
    private boolean pending;

    Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Console ofThisProcess() {
        return new Console(System.out, "1".equals(System.getenv("POSTHORN_TERMINAL")));
    }

    @Override
    public void ready(String part, Duration after) {
        line(good("✔") + " " + pad(part) + seconds(after));
    }

    @Override
    public void ended(String part, String reason, Duration pause) {
        line(bad("✖") + " " + pad(part) + "has ended (" + reason + "); starts again in " + seconds(pause));
    }

    @Override
    public void held(String part) {
        line("– " + pad(part) + "is stopped; ./posthorn start " + part + " starts it again");
    }

    @Override
    public void back(String part, Duration after) {
        line(good("✔") + " " + pad(part) + "is back, after " + seconds(after));
    }

    /** Replaces the last line, on a terminal. */
    synchronized void waiting(Set<String> parts, Duration since) {
        if (terminal && !parts.isEmpty()) {
            var names = parts.stream().limit(NAMED).collect(Collectors.joining(", "));
            var more = parts.size() > NAMED ? " and " + (parts.size() - NAMED) + " more" : "";
            out.print("\r\033[K  … " + names + more + " (" + since.toSeconds() + " s)");
            out.flush();
            pending = true;
        }
    }

    synchronized void line(String text) {
        if (pending) {
            out.print("\r\033[K");
            pending = false;
        }
        out.println(text.isEmpty() ? "" : "  " + text);
        out.flush();
    }

    void problem(String text) {
        line(bad("✖") + " " + text);
    }

    String strong(String text) {
        return styled("1", text);
    }

    String soft(String text) {
        return styled("2", text);
    }

    private String good(String text) {
        return styled("32", text);
    }

    private String bad(String text) {
        return styled("31", text);
    }

    private String styled(String style, String text) {
        return terminal ? "\033[" + style + "m" + text + "\033[0m" : text;
    }

    static String pad(String name) {
        return name + " ".repeat(Math.max(1, WIDTH - name.length()));
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
