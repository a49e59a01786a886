package dev.posthorn.delivery.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import java.io.IOException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Writes a JSON value as an XML element, so that the JSON can be made again from it.
 *
 * <pre>
 * "a": {…}        &lt;a type="object"&gt;…&lt;/a&gt;
 * "a": [1, "b"]   &lt;a type="array"&gt;&lt;item type="number"&gt;1&lt;/item&gt;&lt;item type="string"&gt;b&lt;/item&gt;&lt;/a&gt;
 * "a": 1.10       &lt;a type="number"&gt;1.10&lt;/a&gt;        digits as they were published
 * "a": null       &lt;a type="null"/&gt;
 * "1st &amp;": true   &lt;member name="1st &amp;amp;" type="boolean"&gt;true&lt;/member&gt;
 * "a": "\u0000"   &lt;a type="string" escaped="true"&gt;\u0000&lt;/a&gt;
 * </pre>
 */
final class XmlValue {

    /** Plain names only, so that every parser and schema language takes them; XML keeps those with xml for itself. */
    private static final Pattern ELEMENT_NAME = Pattern.compile("(?![xX][mM][lL])[A-Za-z_][A-Za-z0-9_.-]*");

    private static final HexFormat HEX = HexFormat.of();

    private final XMLStreamWriter xml;
    private final JsonParser json;

    XmlValue(XMLStreamWriter xml, JsonParser json) {
        this.xml = xml;
        this.json = json;
    }

    /** From the value's first token to its last. */
    void write(String name) throws XMLStreamException, IOException {
        start(name);
        writeContent();
        xml.writeEndElement();
    }

    private void start(String name) throws XMLStreamException {
        if (ELEMENT_NAME.matcher(name).matches()) {
            xml.writeStartElement(name);
            return;
        }
        xml.writeStartElement("member");
        boolean escaped = mustEscape(name, true);
        xml.writeAttribute("name", escaped ? escape(name, true) : name);
        if (escaped) {
            xml.writeAttribute("escapedName", "true");
        }
    }

    private void writeContent() throws XMLStreamException, IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> {
                type("object");
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String member = json.currentName();
                    json.nextToken();
                    write(member);
                }
            }
            case START_ARRAY -> {
                type("array");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    write("item");
                }
            }
            case VALUE_STRING -> {
                type("string");
                writeText(json.getText());
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                type("number");
                xml.writeCharacters(json.getText());
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                type("boolean");
                xml.writeCharacters(json.getText());
            }
            case VALUE_NULL -> type("null");
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("JSON that was accepted has no value at " + json.currentLocation());
        }
    }

    private void type(String type) throws XMLStreamException {
        xml.writeAttribute("type", type);
    }

    private void writeText(String text) throws XMLStreamException {
        boolean escaped = mustEscape(text, false);
        if (escaped) {
            xml.writeAttribute("escaped", "true");
        }
        // A parser makes a line feed of each carriage return that is not written as a reference (XML 1.0 §2.11).
        String[] lines = (escaped ? escape(text, false) : text).split("\r", -1);
        for (int line = 0; line < lines.length; line++) {
            if (line > 0) {
                xml.writeEntityRef("#xD");
            }
            xml.writeCharacters(lines[line]);
        }
    }

    private static boolean mustEscape(String text, boolean attribute) {
        return text.codePoints().anyMatch(character -> !canStand(character, attribute));
    }

    /** XML 1.0 §2.2 has no way to write the others, not even by reference; §3.3.3 makes a space of white space. */
    private static boolean canStand(int character, boolean attribute) {
        if (character < ' ') {
            return !attribute && (character == '\t' || character == '\n' || character == '\r');
        }
        return !(character >= 0xd800 && character <= 0xdfff) && character != 0xfffe && character != 0xffff;
    }

    /** As JSON does it: {@code \\u} and four digits, and a reverse solidus doubled. */
    private static String escape(String text, boolean attribute) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (character == '\\') {
                escaped.append("\\\\");
            } else if (canStand(character, attribute)) {
                escaped.appendCodePoint(character);
            } else {
                escaped.append("\\u").append(HEX.toHexDigits((char) character));
            }
        });
        return escaped.toString();
    }
}
