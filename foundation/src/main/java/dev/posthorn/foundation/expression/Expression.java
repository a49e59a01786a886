package dev.posthorn.foundation.expression;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A filter or a transformation, compiled. May be evaluated in any number of platform threads at once.
 *
 * <p>The limits: 4,096 characters; 100 ms of the thread's time; 64 MiB of memory, garbage included; 200 nested calls; texts
 * of 512 Ki characters; a result of 256 KiB.
 */
public final class Expression {

    /** So often in a row may time or memory be up; then the expression rests, and fails at once. */
    private static final int MOST_OVERRUNS = 3;

    private static final long REST_NANOS = 10_000_000_000L;

    private final Jsonata compiled;
    private final ExpressionException broken;
    private final AtomicInteger overruns = new AtomicInteger();
    private volatile long restingSince;

    private Expression(Jsonata compiled, ExpressionException broken) {
        this.compiled = compiled;
        this.broken = broken;
    }

    /** Any thread, and in a moment. @throws ExpressionException with a sentence, and mostly a position */
    public static Expression compile(String source) {
        var text = ExpressionText.read(source);
        try {
            var compiled = Jsonata.jsonata(text.rewritten());
            compiled.setValidateInput(false);
            compiled.setOutputConvertNulls(false);
            Builtins.register(compiled);
            for (int at = 0; at < text.regexes().size(); at++) {
                compiled.registerFunction(
                        ExpressionText.variableOf(at), text.regexes().get(at));
            }
            hook(compiled);
            return new Expression(compiled, null);
        } catch (JException e) {
            throw new ExpressionException(readable(e.getMessage()), Math.min(e.getLocation(), source.length()));
        } catch (StackOverflowError e) {
            throw new ExpressionException("The expression is nested too deeply");
        } catch (RuntimeException e) {
            // The parser has blind spots: an end that comes too early is an index out of bounds to it.
            throw new ExpressionException("The expression cannot be read; is it complete?");
        }
    }

    /** The same for an expression that compiled once, maybe by another version: if it does no more, evaluating it fails. */
    public static Expression stored(String source) {
        try {
            return compile(source);
        } catch (ExpressionException e) {
            return new Expression(null, e);
        }
    }

    private static void hook(Jsonata compiled) {
        compiled.assign("__evaluate_entry", (Jsonata.EntryCallback)
                (node, input, frame) -> Guard.current().enter());
        compiled.assign("__evaluate_exit", (Jsonata.ExitCallback) (node, input, frame, result) -> {
            if (result instanceof Pattern) {
                throw new ExpressionException("A regular expression cannot stand here");
            }
            Guard.current().exit(result);
        });
    }

    /**
     * Whether the event meets the filter: JSONata's truth, for which nothing, null, false, 0, "" and {} are false.
     *
     * @throws ExpressionException when it fails, or reaches a limit
     */
    public boolean test(ExpressionInput input) {
        Object result = evaluate(input);
        return result != Jsonata.NULL_VALUE && Jsonata.boolize(result);
    }

    /**
     * Makes JSON out of the event.
     *
     * @throws ExpressionException when it fails, reaches a limit, or gives nothing
     */
    public byte[] transform(ExpressionInput input) {
        Object result = evaluate(input);
        if (result == null) {
            throw new ExpressionException("The transformation gives nothing for this event");
        }
        return BoundedJson.write(result);
    }

    private Object evaluate(ExpressionInput input) {
        if (broken != null) {
            throw broken;
        }
        checkRest();
        Guard guard = Guard.begin();
        try {
            // A frame for each evaluation: without, all would share the expression's own.
            Object result = compiled.evaluate(input.root(), compiled.createFrame(null));
            overruns.setPlain(0);
            return result;
        } catch (StackOverflowError e) {
            throw new ExpressionException("The expression calls itself, or is nested, too deeply");
        } catch (RuntimeException | AssertionError e) {
            throw guard.tripped() != null ? guard.tripped() : explained(e);
        } finally {
            Guard.end();
            if (guard.wasExcessive()) {
                restingSince = System.nanoTime();
                overruns.incrementAndGet();
            }
        }
    }

    /** Whoever wrote an endless one must not take a thread's time for each event of others. */
    private void checkRest() {
        if (overruns.getPlain() >= MOST_OVERRUNS && System.nanoTime() - restingSince < REST_NANOS) {
            throw new ExpressionException(
                    "The expression took too much time or memory %d times in a row; it rests for %d s"
                            .formatted(MOST_OVERRUNS, REST_NANOS / 1_000_000_000));
        }
    }

    private static ExpressionException explained(Throwable failure) {
        return switch (failure) {
            case ExpressionException own -> own;
            case JException known -> new ExpressionException(readable(known.getMessage()), known.getLocation());
            case Throwable wrapper
            when wrapper.getCause() != null && wrapper.getCause() != wrapper ->
                wrapper.getCause() instanceof StackOverflowError
                        ? new ExpressionException("The expression calls itself, or is nested, too deeply")
                        : explained(wrapper.getCause());
            case Throwable other ->
                new ExpressionException("The expression failed: " + shortened(String.valueOf(other.getMessage())));
        };
    }

    /** The library leaves out what its messages name where it does not know it. */
    private static String readable(String message) {
        return shortened(message.replace("operator {{token}}", "the operator").replaceAll("\\s*\\{\\{\\w+}}", ""));
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
