package dev.posthorn.foundation.expression;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Utils;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The functions that expressions may call. What is not named here is not there: a new one of a new version of the library
 * comes in only after somebody has asked what it does with hostile arguments.
 */
final class Builtins {

    private static final List<Builtin> ALL = List.of(
            of("sum", "<a<n>:n>"),
            of("count", "<a:n>"),
            of("max", "<a<n>:n>"),
            of("min", "<a<n>:n>"),
            of("average", "<a<n>:n>"),
            of("string", "<x-b?:s>"),
            of("substring", "<s-nn?:s>"),
            bounded("substringBefore", "<s-s:s>"),
            bounded("substringAfter", "<s-s:s>"),
            of("lowercase", "<s-:s>"),
            of("uppercase", "<s-:s>"),
            of("length", "<s-:n>"),
            of("trim", "<s-:s>"),
            bounded("pad", "<s-ns?:s>"),
            bounded("match", "<s-f<s:o>n?:a<o>>"),
            bounded("contains", "<s-(sf):b>"),
            bounded("replace", "<s-(sf)(sf)n?:s>"),
            bounded("split", "<s-(sf)n?:a<s>>"),
            bounded("join", "<a<s>s?:s>"),
            bounded("formatNumber", "<n-so?:s>"),
            of("formatBase", "<n-n?:s>"),
            bounded("formatInteger", "<n-s:s>"),
            bounded("parseInteger", "<s-s:n>"),
            of("number", "<(nsb)-:n>"),
            of("floor", "<n-:n>"),
            of("ceil", "<n-:n>"),
            of("round", "<n-n?:n>"),
            of("abs", "<n-:n>"),
            of("sqrt", "<n-:n>"),
            of("power", "<n-n:n>"),
            of("boolean", "<x-:b>", "toBoolean"),
            of("not", "<x-:b>"),
            of("map", "<af>"),
            of("zip", "<a+>"),
            of("filter", "<af>"),
            of("single", "<af?>"),
            of("reduce", "<afj?:j>", "foldLeft"),
            of("sift", "<o-f?:o>"),
            of("keys", "<x-:a<s>>"),
            of("lookup", "<x-s:x>"),
            of("append", "<xx:a>"),
            of("exists", "<x:b>"),
            of("spread", "<x-:a<o>>"),
            of("merge", "<a<o>:o>"),
            of("reverse", "<a:a>"),
            of("each", "<o-f:a>"),
            of("error", "<s?:x>"),
            of("assert", "<bs?:x>", "assertFn"),
            of("type", "<x:s>"),
            of("sort", "<af?:a>"),
            of("distinct", "<x:x>"),
            of("base64encode", "<s-:s>"),
            of("base64decode", "<s-:s>"),
            of("encodeUrlComponent", "<s-:s>"),
            of("encodeUrl", "<s-:s>"),
            of("decodeUrlComponent", "<s-:s>"),
            of("decodeUrl", "<s-:s>"),
            new Builtin("toMillis", "<s-s?:n>", TextFunctions.class, "dateTimeToMillis"),
            new Builtin("fromMillis", "<n-s?s?:s>", TextFunctions.class, "dateTimeFromMillis"),
            of("clone", "<(oa)-:o>", "functionClone"));

    private static final Set<String> NAMES =
            ALL.stream().map(builtin -> builtin.name).collect(Collectors.toUnmodifiableSet());

    private Builtins() {}

    static void register(Jsonata expression) {
        ALL.forEach(builtin -> expression.registerFunction(builtin.name, builtin));
    }

    static Set<String> names() {
        return NAMES;
    }

    private static Builtin of(String name, String signature) {
        return of(name, signature, name);
    }

    private static Builtin of(String name, String signature, String method) {
        return new Builtin(name, signature, Functions.class, method);
    }

    private static Builtin bounded(String name, String signature) {
        return new Builtin(name, signature, TextFunctions.class, name);
    }

    /** Asks the guard before it begins, and about what it made. */
    private static final class Builtin extends JFunction {

        private final String name;
        private final boolean counts;
        private final boolean sorts;

        Builtin(String name, String signature, Class<?> in, String method) {
            super(name, signature, in, null, method);
            this.name = name;
            this.counts = signature.contains("n");
            this.sorts = name.equals("sort");
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Object call(Object input, List arguments) {
            Guard guard = Guard.current();
            guard.look();
            var admitted = new ArrayList<>();
            for (Object argument : arguments) {
                guard.admit(argument);
                admitted.add(sorts ? sortable(argument) : counts ? countable(argument) : argument);
            }
            Object result = super.call(input, admitted);
            guard.admit(result);
            return result;
        }

        /** The library cannot compare a whole number with a broken one. */
        private static Object sortable(Object argument) {
            return argument instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)
                    ? new ArrayList<>(
                            list.stream().map(it -> ((Number) it).doubleValue()).toList())
                    : argument;
        }

        /** The library counts with Java's own numbers, and takes others for whole ones now and then. */
        private static Object countable(Object argument) {
            return switch (argument) {
                case BigDecimal exact -> Utils.convertNumber(exact);
                case List<?> list
                when list.stream().anyMatch(BigDecimal.class::isInstance) ->
                    new ArrayList<>(list.stream().map(Builtin::countable).toList());
                case null, default -> argument;
            };
        }
    }
}
