package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The portal in a real browser: {@code frontend/e2e}, which signs in at Keycloak, against this stack. */
@ExtendWith(StackExtension.class)
class PortalTest {

    private static final Path FRONTEND = Path.of(System.getProperty("posthorn.home", ".."), "frontend");

    private final Stack stack;

    PortalTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void letsATenantSignInAndSeeItsEndpointsAndAttempts() throws Exception {
        assertThat(FRONTEND.resolve("node_modules/.bin/playwright"))
                .as("Playwright, which \"npm ci\" in frontend brings")
                .exists();
        var output = File.createTempFile("posthorn-e2e-", ".out");
        var builder = new ProcessBuilder("npm", "run", "--silent", "e2e")
                .directory(FRONTEND.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output);
        builder.environment().putAll(stack.environment());
        builder.environment().put("CHROMIUM", browser());

        var process = builder.start();
        var ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroy();

        var lines = Files.readString(output.toPath());
        System.out.print(lines);
        assertThat(ended)
                .as("the browser tests ended within three minutes:%n%s", lines)
                .isTrue();
        assertThat(process.exitValue()).as(lines).isZero();
        Files.delete(output.toPath());
    }

    private static String browser() throws IOException {
        return Stream.of(
                        System.getenv("CHROMIUM"),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/opt/google/chrome/chrome",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                        "/Applications/Chromium.app/Contents/MacOS/Chromium")
                .filter(Objects::nonNull)
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The portal is tested in a browser, and there is none: install "
                        + "Chromium or Chrome, or name its program in the variable CHROMIUM."));
    }
}
