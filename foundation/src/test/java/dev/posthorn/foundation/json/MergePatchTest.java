package dev.posthorn.foundation.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class MergePatchTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The examples of RFC 7396, appendix A, whose patch is an object. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":"b"}           | {"a":"c"}                | {"a":"c"}
            {"a":"b"}           | {"b":"c"}                | {"a":"b","b":"c"}
            {"a":"b"}           | {"a":null}               | {}
            {"a":"b","b":"c"}   | {"a":null}               | {"b":"c"}
            {"a":["b"]}         | {"a":"c"}                | {"a":"c"}
            {"a":"c"}           | {"a":["b"]}              | {"a":["b"]}
            {"a":{"b":"c"}}     | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]}   | {"a":[1]}                | {"a":[1]}
            {"e":null}          | {"a":1}                  | {"e":null,"a":1}
            [1,2]               | {"a":"b","c":null}       | {"a":"b"}
            {}                  | {"a":{"bb":{"ccc":null}}}| {"a":{"bb":{}}}
            """)
    void mergesAsTheStandardShows(String target, String patch, String expected) throws Exception {
        var merged = MergePatch.merge(MAPPER.readTree(target), (ObjectNode) MAPPER.readTree(patch), Set.of());

        assertThat(merged).isEqualTo(MAPPER.readTree(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = "{\"schema\":{\"type\":\"object\"}} | {\"schema\":{\"minimum\":1}} | {\"schema\":{\"minimum\":1}}")
    void replacesWhatIsAValueOfItsOwn(String target, String patch, String expected) throws Exception {
        var merged = MergePatch.merge(MAPPER.readTree(target), (ObjectNode) MAPPER.readTree(patch), Set.of("schema"));

        assertThat(merged).isEqualTo(MAPPER.readTree(expected));
    }
}
