package dev.posthorn.foundation.expression;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Writes what an expression made, up to a length. */
final class BoundedJson {

    static final int MOST_BYTES = 256 * 1024;

    private static final double EXACT_WHOLE_NUMBERS = 1L << 53;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private BoundedJson() {}

    static byte[] write(Object value) {
        var bytes = new Bytes();
        try (JsonGenerator generator = JSON.createGenerator((OutputStream) bytes)) {
            write(value, generator);
        } catch (IOException e) {
            throw new ExpressionException("The result is no JSON: " + e.getMessage());
        }
        return bytes.toByteArray();
    }

    private static void write(Object value, JsonGenerator to) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case String text -> to.writeString(text);
            case Boolean truth -> to.writeBoolean(truth);
            case Integer number -> to.writeNumber(number);
            case Long number -> to.writeNumber(number);
            case BigDecimal number -> to.writeNumber(number);
            case Number number -> write(number.doubleValue(), to);
            case List<?> list -> {
                to.writeStartArray();
                for (Object part : list) {
                    write(part, to);
                }
                to.writeEndArray();
            }
            case Map<?, ?> map -> {
                to.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    to.writeFieldName(String.valueOf(entry.getKey()));
                    write(entry.getValue(), to);
                }
                to.writeEndObject();
            }
            case Object none when none == Jsonata.NULL_VALUE -> to.writeNull();
            case Object _ -> throw new ExpressionException("The result holds a function, which is no JSON");
        }
    }

    private static void write(double number, JsonGenerator to) throws IOException {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new ExpressionException("The result holds a number that JSON does not know");
        }
        if (number == Math.rint(number) && Math.abs(number) < EXACT_WHOLE_NUMBERS) {
            to.writeNumber((long) number);
        } else {
            to.writeNumber(number);
        }
    }

    /** Ends the writing as soon as it is too long, however much would follow. */
    private static final class Bytes extends ByteArrayOutputStream {

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            if (count + length > MOST_BYTES) {
                throw new ExpressionException("The result has more than " + MOST_BYTES / 1024 + " KiB");
            }
            super.write(bytes, from, length);
        }
    }
}
