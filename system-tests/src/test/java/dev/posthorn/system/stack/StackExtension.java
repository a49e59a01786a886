package dev.posthorn.system.stack;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.util.Optional;

/** Hands tests the one stack of this run: started for the first that asks, stopped after the last test of all. */
public final class StackExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Stack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(StackExtension.class))
                .computeIfAbsent(Start.class, type -> Start.now(), Start.class)
                .stack();
    }

    /** How the one start went. A second one after a failure would take as long, and fail as well. */
    private record Start(Optional<Stack> started, Optional<Throwable> failure) implements AutoCloseable {

        static Start now() {
            try {
                return new Start(Optional.of(Stack.start()), Optional.empty());
            } catch (RuntimeException | Error e) {
                return new Start(Optional.empty(), Optional.of(e));
            }
        }

        Stack stack() {
            return started.orElseThrow(
                    () -> new IllegalStateException("The stack did not start", failure.orElseThrow()));
        }

        @Override
        public void close() {
            started.ifPresent(Stack::close);
        }
    }
}
