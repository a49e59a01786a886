package dev.posthorn.delivery.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.posthorn.delivery.ledger.AcceptedEvent;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Events as XML 1.0, by the schema {@code docs/event.xsd}; {@link XmlValue} writes what is below {@code <data>}. */
final class Xml {

    static final String TYPE = "application/xml; charset=utf-8";

    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    /** What was accepted must be written: no limits of its own beside those of acceptance. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Xml() {}

    static byte[] write(AcceptedEvent event) {
        return document(writer -> writeEvent(writer, event));
    }

    static byte[] writeAll(List<AcceptedEvent> events) {
        return document(writer -> {
            writer.writeStartElement("events");
            for (AcceptedEvent event : events) {
                writeEvent(writer, event);
            }
            writer.writeEndElement();
        });
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(XMLStreamWriter writer) throws XMLStreamException, IOException;
    }

    /** By way of characters: Java's own writer of octets splits what lies beyond the basic plane. */
    private static byte[] document(Content content) {
        var text = new StringWriter();
        try {
            XMLStreamWriter writer = XML.createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            content.writeTo(writer);
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException | IOException e) {
            throw new IllegalStateException("An accepted event cannot be written as XML", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void writeEvent(XMLStreamWriter writer, AcceptedEvent event) throws XMLStreamException, IOException {
        writer.writeStartElement("event");
        writer.writeAttribute("id", event.publicId());
        writer.writeAttribute("type", event.type());
        writer.writeAttribute(
                "timestamp", event.createdAt().truncatedTo(ChronoUnit.MILLIS).toString());
        try (JsonParser payload = JSON.createParser(event.payload())) {
            payload.nextToken();
            new XmlValue(writer, payload).write("data");
        }
        writer.writeEndElement();
    }
}
