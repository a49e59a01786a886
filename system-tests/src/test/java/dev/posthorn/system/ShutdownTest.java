package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The last class of all: it stops the stack that the others use. */
@Order(Integer.MAX_VALUE)
@ExtendWith(StackExtension.class)
class ShutdownTest {

    private final Stack stack;

    ShutdownTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void leavesNothingBehindButTheDataWhichIsThereAtTheNextStart() {
        // Given
        var tenant = stack.newTenant();
        var event = tenant.publish(Map.of("n", 1));

        // When
        var down = stack.down();

        // Then
        assertThat(down.exitCode()).as(down.output()).isZero();
        assertThat(stack.remains()).isEmpty();

        // When
        var up = stack.up();

        // Then
        System.out.print(up.output());
        assertThat(up.output()).contains("ready after");
        assertThat(tenant.get("/events").getList("data.id")).containsExactly(event);

        // When
        stack.down();

        // Then
        assertThat(stack.remains()).isEmpty();
    }
}
