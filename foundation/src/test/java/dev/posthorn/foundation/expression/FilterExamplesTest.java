package dev.posthorn.foundation.expression;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of docs/filters.md, as they stand there. */
class FilterExamplesTest {

    private static final Pattern FILTER = Pattern.compile("\\| `(.+)` \\| (is wanted|is not wanted) \\|");
    private static final Pattern TRANSFORMATION = Pattern.compile("\\| `(.+)` \\| `(.+)` \\|");
    private static final Pattern PAYLOAD = Pattern.compile("\"data\": (\\{.+?\\}\\]\\})\n\\}", Pattern.DOTALL);

    static Stream<Arguments> filters() throws IOException {
        return rows(FILTER);
    }

    static Stream<Arguments> transformations() throws IOException {
        return rows(TRANSFORMATION);
    }

    private static Stream<Arguments> rows(Pattern row) throws IOException {
        List<Arguments> found = text().lines()
                .map(row::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> Arguments.of(matcher.group(1).replace("\\|", "|"), matcher.group(2)))
                .toList();
        assertThat(found).hasSize(8);
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aFilterDoesWhatItsRowSays(String filter, String result) throws IOException {
        assertThat(Expression.compile(filter).test(event())).isEqualTo(result.equals("is wanted"));
    }

    @ParameterizedTest
    @MethodSource("transformations")
    void aTransformationGivesWhatItsRowSays(String transformation, String result) throws IOException {
        assertThat(new String(Expression.compile(transformation).transform(event()), StandardCharsets.UTF_8))
                .isEqualTo(result);
    }

    private static ExpressionInput event() throws IOException {
        var payload = PAYLOAD.matcher(text());
        assertThat(payload.find()).isTrue();
        return ExpressionInput.of(
                "evt_01jd9k3m6pfrx8s0v1w2y3z4b2",
                "order.created",
                Instant.parse("2026-01-15T10:30:00Z"),
                List.of("emea"),
                payload.group(1).getBytes(StandardCharsets.UTF_8));
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("..", "docs", "filters.md"));
    }
}
