package dev.posthorn.local.launcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The script {@code posthorn} at the root, up to where Java takes over. */
class ScriptTest {

    private record Outcome(int exit, String output) {}

    @TempDir
    Path folder;

    @Test
    void listsItsCommands() throws Exception {
        assertThat(run(Map.of(), "--help").output()).contains("./posthorn up", "listen", "reset");
        assertThat(run(Map.of(), "up", "--help").exit()).isZero();
    }

    @Test
    void doesNotGuessWhatAnUnknownCommandMeans() throws Exception {
        var outcome = run(Map.of(), "upp");

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.output()).contains("Unknown command upp");
    }

    @Test
    void saysThatTheNamedJdkIsTooOld() throws Exception {
        var old = fakeJdk("old", "17.0.2");

        var outcome = run(Map.of("POSTHORN_JAVA_HOME", old.toString()), "status");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output()).contains(old.toString(), "JDK 25 or newer");
    }

    @Test
    void passesOverAnOldJavaHomeWhenThereIsANewerJdk() throws Exception {
        // Given an old JAVA_HOME, and a new one where SDKMAN puts them
        var old = fakeJdk("old", "17.0.2");
        fakeJdk("home/.sdkman/candidates/java/26", "26.0.1");

        // When
        var outcome = run(
                Map.of(
                        "JAVA_HOME",
                        old.toString(),
                        "HOME",
                        folder.resolve("home").toString()),
                "status",
                "--data",
                folder.toString());

        // Then: some JDK that is new enough was called, this fake one or a real one of this machine
        assertThat(outcome.output()).doesNotContain("needs a JDK").containsAnyOf("fake java 26.0.1", "does not run");
    }

    @Test
    void listsItsBenchmarks() throws Exception {
        var outcome = run(Map.of(), "bench", "--help");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.output()).contains("throughput", "isolation", "faults", "--duration");
    }

    private Path fakeJdk(String name, String version) throws IOException {
        var jdk = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (var tool : List.of("java", "javac")) {
            var file =
                    Files.writeString(jdk.resolve("bin").resolve(tool), "#!/bin/sh\necho fake java " + version + "\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return jdk;
    }

    private static Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of("../../posthorn"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Never build from within a build.
        builder.environment().put("POSTHORN_SKIP_BUILD", "1");
        builder.environment().remove("POSTHORN_JAVA_HOME");
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(), output);
    }
}
