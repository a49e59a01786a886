package dev.posthorn.delivery.format;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.foundation.id.EventId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The mapping of docs/formats.md and its schema. */
class XmlTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<event id=\"order-7\" type=\"order.created\" timestamp=\"2026-01-15T10:30:00.123Z\">";

    private static AcceptedEvent event(String payload) {
        return new AcceptedEvent(
                EventId.next(),
                "acme",
                "order-7",
                "order.created",
                List.of(),
                Instant.parse("2026-01-15T10:30:00.123456Z"),
                payload.getBytes(StandardCharsets.UTF_8),
                List.of(),
                EventOptions.NONE);
    }

    private static String data(String payload) {
        String xml = new String(Xml.write(event(payload)), StandardCharsets.UTF_8);
        assertThat(xml).startsWith(HEAD).endsWith("</event>");
        return xml.substring(HEAD.length(), xml.length() - "</event>".length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"b\": 1.10,\"a\":\"x\"}|<data type=\"object\"><b type=\"number\">1.10</b><a type=\"string\">x</a></data>",
                "[1, true, null, [] ]|<data type=\"array\"><item type=\"number\">1</item><item type=\"boolean\">true</item>"
                        + "<item type=\"null\"></item><item type=\"array\"></item></data>",
                "1e400|<data type=\"number\">1e400</data>",
                "\"<a href='x'>&amp;\"|<data type=\"string\">&lt;a href='x'&gt;&amp;amp;</data>",
                "{\"1st & \\\"last\\\"\": {}}|<data type=\"object\"><member name=\"1st &amp; &quot;last&quot;\" type=\"object\">"
                        + "</member></data>",
                "{\"XMLthing\":1,\"a:b\":2,\"größe\":3,\"\":4}|<data type=\"object\"><member name=\"XMLthing\" type=\"number\">1"
                        + "</member><member name=\"a:b\" type=\"number\">2</member><member name=\"größe\" type=\"number\">3"
                        + "</member><member name=\"\" type=\"number\">4</member></data>",
                "\"nul \\u0000 \\\\ 😀\"|<data type=\"string\" escaped=\"true\">nul \\u0000 \\\\ 😀</data>",
                "{\"a\\tb\":1}|<data type=\"object\"><member name=\"a\\u0009b\" escapedName=\"true\" type=\"number\">1</member>"
                        + "</data>"
            })
    void isWrittenAsDocumented(String json, String xml) {
        assertThat(data(json)).isEqualTo(xml);
    }

    @Test
    void carriageReturnsAreWrittenAsReferences() {
        assertThat(data("\"a\\r\\n\\tb\"")).isEqualTo("<data type=\"string\">a&#xD;\n\tb</data>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\": 1.10,\"a\":\"x\",\"list\":[1,[2,[]],{\"item\":{}}],\"t\":true,\"f\":false,\"n\":null}",
                "\"\\u0001\\u001f\\ufffe\\uffff\\ud800 \\\\u0041 \\\\\"",
                "\"a\\rb\\r\\nc\\r\"",
                "\"  blanks  \"",
                "\"\"",
                "\"]]>\"",
                "{\"\\r\\n\\t\":1,\"\\u0000\":{\"member\":\"\\ud83d\\ude00\"},\"item\":[],\"event\":{\"data\":1},\"name\":\"x\"}",
                "100000000000000000000000000000000000000.10",
                "-0.0e-7"
            })
    void theJsonCanBeMadeAgain(String json) throws Exception {
        byte[] xml = Xml.write(event(json));
        var builder = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder();

        Element root = builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();

        assertThat(valueOf((Element) root.getFirstChild())).isEqualTo(JSON.readTree(json));
    }

    /** As a receiver would do it. */
    private static JsonNode valueOf(Element element) {
        var nodes = JsonNodeFactory.instance;
        String text = element.getTextContent();
        return switch (element.getAttribute("type")) {
            case "object" -> {
                var object = nodes.objectNode();
                children(element).forEach(child -> object.set(nameOf(child), valueOf(child)));
                yield object;
            }
            case "array" -> {
                var array = nodes.arrayNode();
                children(element).forEach(child -> array.add(valueOf(child)));
                yield array;
            }
            case "string" -> nodes.textNode(element.hasAttribute("escaped") ? unescaped(text) : text);
            case "number" ->
                text.matches("-?\\d+") && text.length() < 10
                        ? nodes.numberNode(Integer.parseInt(text))
                        : nodes.numberNode(new BigDecimal(text));
            case "boolean" -> nodes.booleanNode(Boolean.parseBoolean(text));
            case "null" -> nodes.nullNode();
            default -> throw new AssertionError(element.getAttribute("type"));
        };
    }

    private static List<Element> children(Element element) {
        var children = new ArrayList<Element>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            children.add((Element) child);
        }
        return children;
    }

    private static String nameOf(Element element) {
        if (!element.hasAttribute("name")) {
            return element.getTagName();
        }
        String name = element.getAttribute("name");
        return element.hasAttribute("escapedName") ? unescaped(name) : name;
    }

    private static String unescaped(String text) {
        return Pattern.compile("\\\\(\\\\|u([0-9a-f]{4}))")
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(2) == null ? "\\" : String.valueOf((char) Integer.parseInt(match.group(2), 16))));
    }

    @Test
    void keepsTheOrderAndRepetitionOfMembers() {
        assertThat(data("{\"b\":1,\"a\":2,\"b\":3}")).containsSubsequence("<b ", ">1<", "<a ", "<b ", ">3<");
    }

    @Test
    void meetsItsSchemaAloneAndAsAList() throws Exception {
        var schema =
                SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new File("../docs/event.xsd"));
        AcceptedEvent event = event("{\"event\":{\"data\":[]},\"1\":\"\\u0000\",\"text\":\"<b>\"}");

        for (byte[] xml : List.of(Xml.write(event), Xml.writeAll(List.of(event, event)))) {
            schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(xml)));
        }
    }

    @Test
    void aListHoldsItsEventsInOrder() {
        String xml = new String(Xml.writeAll(List.of(event("1"), event("2"))), StandardCharsets.UTF_8);

        assertThat(xml)
                .contains("?><events><event id=")
                .containsSubsequence("<data type=\"number\">1<", "<data type=\"number\">2<")
                .endsWith("</event></events>");
    }
}
