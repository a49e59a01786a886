package dev.posthorn.foundation.expression;

import com.dashjoin.jsonata.Jsonata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a tenant can write to harm the others. Each must end within a moment, with a sentence. */
@Timeout(10)
class HostileExpressionTest {

    private static final String LONG = "a".repeat(60_000);

    private static final ExpressionInput INPUT =
            ExpressionTest.input("""
            {"s": "%s!", "as": "%s!", "items": [%s0]}""".formatted(LONG, "a".repeat(60), "1,".repeat(100_000)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                // Never ends.
                "($f := function($n) {$f($n + 1)}; $f(0)) § takes",
                "($f := function() {[1..9999].($f())}; $f()) § The expression",
                "[1..9999].[1..9999].[1..9999] § takes",
                "$map(data.items, function($i) {$map(data.items, function($j) {$i + $j})}) § takes",
                // Calls itself.
                "($f := function($n) {1 + $f($n + 1)}; $f(0)) § deeply",
                // Regular expressions that try every way.
                "$contains(data.as, /^(a+)+\\1b$/) § takes longer",
                "$match(data.as, /(a|aa)+\\1b$/) § takes longer",
                "$replace(data.as, /(a+)*\\1b/, \"\") § takes longer",
                "$split(data.as, /(a|a)*\\1b/) § takes longer",
                "($r := /^(a+)+\\1b$/; $r(data.as)) § takes longer",
                "data.as ~> /^(a+)+\\1b$/ § takes longer",
                "$contains(data.s, /^(a|b)*$/) § deeply",
                // Doubles what it has again and again.
                "($f := function($x, $n) {$n = 0 ? $x : $f($x & $x, $n - 1)}; $f(\"x\", 100)) § Ki characters",
                "($f := function($x, $n) {$n = 0 ? $x : $f([$x, $x], $n - 1)}; $f([1], 100)) § too large",
                "($f := function($x, $n) {$n = 0 ? $x : $f({\"a\": $x, \"b\": $x}, $n - 1)}; $f(1, 100)) § too large",
                // Asks for much at once.
                "[1..10000000] § numbers",
                "$sum([1..10000000]) § numbers",
                "$pad(\"x\", 2000000000) § Ki characters",
                "$pad(\"x\", -2000000000) § Ki characters",
                "$join([1..9999].$string(), data.s) § Ki characters",
                "$replace(data.s, \"a\", data.s) § Ki characters",
                "$replace(data.s, /a/, data.s) § Ki characters",
                "$contains(data.s & data.s, data.s & \"b\") § long text",
                "$substringBefore(data.s & data.s, data.s & \"b\") § long text",
                "$fromMillis(0, \"[Y,1000000000]\") § width",
                "$fromMillis(0, \"[Y,*-1000000000]\") § width",
                "$reduce(data.items, $append) § takes",
                "data.items.$string(%) § takes",
            })
    void endsWithinAMomentAndSaysWhy(String expression, String reason) {
        assertThatThrownBy(() -> Expression.compile(expression).transform(INPUT))
                .isInstanceOf(ExpressionException.class)
                .message()
                // On a busy machine time may be up before anything else is.
                .containsAnyOf(reason, "takes");
    }

    @Test
    void restsAfterItTookTooLongAFewTimesInARow() {
        // Given
        var endless = Expression.compile("($f := function($n) {$f($n + 1)}; data.as = \"b\" or $f(0))");
        for (int time = 0; time < 3; time++) {
            assertThatThrownBy(() -> endless.test(INPUT)).hasMessageContaining("takes");
        }

        // When
        long begin = System.nanoTime();
        assertThatThrownBy(() -> endless.test(INPUT)).hasMessageContaining("rests");

        // Then
        assertThat(System.nanoTime() - begin).isLessThan(50_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$pad(\"\", 300000, \"x\")",
                "[1..9999].{\"number\": $, \"text\": \"some more text\"}",
                "$reduce([1..5000], function($a, $b) {{\"x\": $a}})",
            })
    void makesNoResultBeyondTheLimits(String expression) {
        assertThatThrownBy(() -> Expression.compile(expression).transform(INPUT))
                .isInstanceOf(ExpressionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$toMillis(data.s, \"[Y][M][D][Y][M][D][Y][M][D]\")",
                "$formatNumber(123456789, \"###,###,###,###,###,###,###,###,###,###,###,###,###,##0.00000000000000000000\")",
                "$distinct(data.items)",
                "$sort(data.items)",
                "$reverse(data.items)",
                "$zip(data.items, data.items, data.items)",
                "**.**",
                "$string(data)",
                "data = data",
                "data ~> |$|{\"s\": 1}|",
                "$base64encode(data.s)",
                "$encodeUrlComponent(data.s)",
                "data.items^($)",
                "$keys([1..9999].{\"a\": 1})",
            })
    void answersOneWayOrTheOtherWithinAMoment(String expression) {
        var compiled = Expression.compile(expression);
        try {
            assertThat(compiled.transform(INPUT)).hasSizeLessThanOrEqualTo(256 * 1024);
        } catch (ExpressionException refused) {
            assertThat(refused).hasMessageNotContaining("Exception");
        }
    }

    /** The library may get new functions; each must be looked at before expressions may call it. */
    @Test
    void callsOnlyFunctionsThatWereLookedAt() throws ReflectiveOperationException {
        // Given
        var frame = Jsonata.class.getDeclaredField("staticFrame");
        frame.setAccessible(true);
        var bindings = frame.getType().getDeclaredField("bindings");
        bindings.setAccessible(true);

        // When
        var unknown = new TreeSet<Object>(((Map<?, ?>) bindings.get(frame.get(null))).keySet());
        unknown.removeAll(Builtins.names());

        // Then
        assertThat(unknown).isEqualTo(Set.of("now", "millis", "random", "shuffle", "eval"));
    }
}
