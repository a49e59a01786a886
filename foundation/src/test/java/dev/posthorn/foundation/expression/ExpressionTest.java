package dev.posthorn.foundation.expression;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExpressionTest {

    private static final ExpressionInput ORDER = input("""
            {"orderId": "A-1", "total": 49.90, "huge": 12345678901234567890, "note": null, "paid": true,
             "items": [{"sku": "a", "count": 2, "price": 1.5}, {"sku": "b", "count": 1, "price": 3}], "tags": []}""");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "data.total > 40 | true",
                "data.total > 50 | false",
                "type = \"order.created\" and \"emea\" in channels | true",
                "data.items[sku = \"b\"] | true",
                "data.items[sku = \"c\"] | false",
                "$contains(data.orderId, /^a-\\d+$/i) | true",
                "data.missing.deeper > 5 | false",
                "data.note | false",
                "data.tags | false",
                "data.note = null | true",
                "$exists(data.note) | true",
                "data.total = 49.9 | true",
            })
    void filters(String filter, boolean holds) {
        assertThat(Expression.compile(filter).test(ORDER)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "data.total | 49.90",
                "data.huge | 12345678901234567890",
                "data.total * 2 | 99.8",
                "$abs(-data.total) | 49.9",
                "$sort([data.total, 3, 100.5]) | [3,49.9,100.5]",
                "$sum(data.items.(count * price)) | 6",
                "data.{\"id\": orderId, \"sum\": total} | {\"id\":\"A-1\",\"sum\":49.90}",
                "$sift(data, function($v, $k) {$k in [\"orderId\", \"note\"]}) | {\"orderId\":\"A-1\",\"note\":null}",
                "$merge([{\"a\": 1}, {\"b\": data.note}]) | {\"a\":1,\"b\":null}",
                "$replace(data.orderId, /([A-Z])-(\\d)/, \"$2/$1$9\") | \"1/A\"",
                "$split(\"a1b22c\", /\\d+/) | [\"a\",\"b\",\"c\"]",
                "$match(\"abcab\", /a(b)/).groups | [\"b\",\"b\"]",
                "$pad(\"7\", -3, \"0\") | \"007\"",
                "data.items.sku ~> $join(\"+\") | \"a+b\"",
                "/b(c)/(\"abc\").groups | [\"c\"]",
                "data.items[0].count / 2 / 1 | 1",
                "$fromMillis($toMillis(timestamp), \"[D01].[M01].[Y0001]\") | \"15.01.2026\"",
                "/* why */ data.paid /* not */ | true",
                "data.note | null",
            })
    void transforms(String transformation, String expected) {
        assertThat(new String(Expression.compile(transformation).transform(ORDER), StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "data. | 5",
                "data.total > | 12",
                "(data | 5",
                "\"abc | 0",
                "data.a ~> $uuid() | 10",
                "1 + $now() | 4",
                "$millis() | 0",
                "$random() | 0",
                "$shuffle([1]) | 0",
                "$eval(\"1\") | 0",
                "data ~> /(/ | 8",
                "data ~> /a | 8",
                "function($x)<n:n>{$x}(1) | 12",
                "$__evaluate_entry := 1 | 1",
                "(`__evaluate_exit` := 1) | 2",
            })
    void refusesWhatCannotBeUsedAndSaysWhere(String expression, int position) {
        assertThatThrownBy(() -> Expression.compile(expression))
                .isInstanceOfSatisfying(
                        ExpressionException.class, e -> assertThat(e.position()).isEqualTo(position))
                .hasMessageContaining("at character " + position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "/", "(((", "{", "data[", "a := ", "\"\\q\"", "`a", "/*", "~>"})
    void refusesTextsThatAreNoExpressions(String text) {
        assertThatThrownBy(() -> Expression.compile(text).transform(ORDER)).isInstanceOf(ExpressionException.class);
    }

    @Test
    void refusesLongAndDeepExpressions() {
        assertThatThrownBy(() -> Expression.compile("1+".repeat(2048) + "1")).hasMessageContaining("4096 characters");
        assertThatThrownBy(() -> Expression.compile("(".repeat(4000)).test(ORDER))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> Expression.compile("(".repeat(2000) + "1" + ")".repeat(2000))
                        .test(ORDER))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> Expression.compile("[".repeat(2000) + "1" + "]".repeat(2000))
                        .transform(ORDER))
                .isInstanceOf(ExpressionException.class);
    }

    @Test
    void failsWhereTypesDoNotFit() {
        assertThatThrownBy(() -> Expression.compile("data.orderId > 5").test(ORDER))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("same data type");
        assertThatThrownBy(() -> Expression.compile("$error(\"no order\")").test(ORDER))
                .hasMessageContaining("no order");
        assertThatThrownBy(() -> Expression.compile("1 / 0").transform(ORDER)).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> Expression.compile("data.missing").transform(ORDER))
                .hasMessageContaining("gives nothing");
        assertThatThrownBy(() -> Expression.compile("{\"f\": $sum}").transform(ORDER))
                .hasMessageContaining("function");
    }

    @Test
    void failsForPayloadsThatCannotBeRead() {
        assertThatThrownBy(() -> input("1".repeat(1_500))).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> input("[".repeat(1_500) + "]".repeat(1_500))).isInstanceOf(ExpressionException.class);
    }

    @Test
    void givesTheSameForTheSameInAllThreads() throws Exception {
        // Given
        var filter =
                Expression.compile("$contains(data.name, /7$/) and $map([1..20], function($n) {$n * data.n})[19] > 0");
        var transformation = Expression.compile("($f := function($n) {$n = 0 ? 0 : 1 + $f($n - 1)}; "
                + "{\"n\": data.n, \"depth\": $f(10), \"name\": $replace(data.name, /\\d/, \"#\")})");
        try (var threads = Executors.newFixedThreadPool(8)) {
            // When
            List<Callable<Boolean>> evaluations = IntStream.rangeClosed(1, 2_000)
                    .mapToObj(n -> (Callable<Boolean>) () -> {
                        var input = input("{\"n\": %d, \"name\": \"x%d\"}".formatted(n, n % 10));
                        String made = new String(transformation.transform(input), StandardCharsets.UTF_8);
                        return filter.test(input) == (n % 10 == 7)
                                && made.equals("{\"n\":%d,\"depth\":10,\"name\":\"x#\"}".formatted(n));
                    })
                    .toList();
            var results = threads.invokeAll(evaluations);

            // Then
            assertThat(results).allMatch(result -> result.resultNow());
        }
    }

    @Test
    void isNotEvaluatedWhereItsLimitsCouldNotBeCounted() throws Exception {
        var failure = new Exception[1];
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        Expression.compile("true").test(ORDER);
                    } catch (IllegalStateException e) {
                        failure[0] = e;
                    }
                })
                .join();
        assertThat(failure[0]).hasMessageContaining("virtual");
    }

    static ExpressionInput input(String payload) {
        return ExpressionInput.of(
                "evt_1",
                "order.created",
                Instant.parse("2026-01-15T10:30:00Z"),
                List.of("emea"),
                payload.getBytes(StandardCharsets.UTF_8));
    }
}
