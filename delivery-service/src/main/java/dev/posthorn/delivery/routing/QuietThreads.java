package dev.posthorn.delivery.routing;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Drops what some threads print. The library of expressions prints values in a few cases, and these would be payloads in
 * our logs, as many as a tenant likes.
 */
final class QuietThreads extends OutputStream {

    private static final AtomicBoolean INSTALLED = new AtomicBoolean();

    private final PrintStream loud;
    private final Predicate<Thread> quiet;

    private QuietThreads(PrintStream loud, Predicate<Thread> quiet) {
        this.loud = loud;
        this.quiet = quiet;
    }

    /** Once in a process. */
    static void install(Predicate<Thread> quiet) {
        if (INSTALLED.compareAndSet(false, true)) {
            System.setOut(new PrintStream(new QuietThreads(System.out, quiet), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new QuietThreads(System.err, quiet), true, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void write(int oneByte) {
        if (!quiet.test(Thread.currentThread())) {
            loud.write(oneByte);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (!quiet.test(Thread.currentThread())) {
            loud.write(bytes, from, length);
        }
    }

    @Override
    public void flush() {
        loud.flush();
    }
}
