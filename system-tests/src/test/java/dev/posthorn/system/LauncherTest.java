package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code ./posthorn} itself, beside a stack that runs. */
@ExtendWith(StackExtension.class)
class LauncherTest {

    private final Stack stack;

    LauncherTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void saysThatEverythingAnswers() {
        var status = stack.launcher().run("status");

        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output()).contains("delivery-service").doesNotContain("no answer");
    }

    @Test
    void namesAPortThatIsTaken(@TempDir Path other) {
        var result = stack.launcher().withData(other).run("up", "--detach", "--port", Integer.toString(stack.port()));

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("Port " + stack.port() + " is taken");
    }

    @Test
    void refusesASecondStackWithTheSameData() {
        var result = stack.launcher().run("up", "--detach", "--port", Integer.toString(stack.port() + 100));

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output()).contains("already runs");
    }
}
