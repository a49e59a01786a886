package dev.posthorn.system.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a fixed size for one folder, which only the processes of one stack see: a tmpfs in a user and mount
 * namespace of their own. Needs no rights where the kernel lets users make namespaces, as Linux does by default.
 */
public final class SmallDisk {

    private static final int BLOCK = 64 * 1024;

    private final Path filler;

    /** @param process any of those that see it: through /proc we look at its files */
    SmallDisk(long process, Path folder) {
        this.filler = Path.of("/proc/" + process + "/root" + folder).resolve("filler");
    }

    static List<String> mounting(Path folder, int mebibytes) {
        var script = "mkdir -p '%1$s' && mount -t tmpfs -o mode=0700,size=%2$dm tmpfs '%1$s' && exec \"$0\" \"$@\""
                .formatted(folder, mebibytes);
        return List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script);
    }

    /** Why it cannot be had on this machine, if it cannot. */
    public static Optional<String> reasonAgainst() {
        try {
            var folder = Files.createTempDirectory("posthorn-small-disk-");
            var command = new java.util.ArrayList<>(mounting(folder, 1));
            command.add("true");
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes()).strip();
            var ended = process.waitFor(10, TimeUnit.SECONDS);
            Files.deleteIfExists(folder);
            return ended && process.exitValue() == 0 ? Optional.empty() : Optional.of("no namespace: " + output);
        } catch (IOException e) {
            return Optional.of("no unshare: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Leaves no room on it. Returns how many bytes that took. */
    public long fill() {
        long written = 0;
        // Smaller and smaller, so that the last page is taken too.
        for (int size = BLOCK; size > 0; size /= 16) {
            try (var file = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    file.write(new byte[size]);
                    written += size;
                }
            } catch (IOException full) {
                // That is what was wanted.
            }
        }
        return written;
    }

    public void free() {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
