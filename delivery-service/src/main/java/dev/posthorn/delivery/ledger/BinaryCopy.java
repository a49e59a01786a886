package dev.posthorn.delivery.ledger;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Rows in PostgreSQL's binary COPY format ("COPY", section Binary Format, and each type's send function): the cheapest way
 * in, and the only one that needs no escaping of payloads. The columns of a row are written in the order of the statement.
 */
final class BinaryCopy {

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int UUID_TYPE = 2950;
    private static final int TEXT_TYPE = 25;
    private static final int NULL = -1;
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    private final DataOutputStream out = new DataOutputStream(bytes);

    BinaryCopy() {
        write(() -> {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
        });
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private BinaryCopy write(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException("Memory cannot be written", impossible);
        }
    }

    BinaryCopy row(int columns) {
        return write(() -> out.writeShort(columns));
    }

    BinaryCopy nothing() {
        return write(() -> out.writeInt(NULL));
    }

    BinaryCopy uuid(UUID value) {
        return write(() -> {
            out.writeInt(16);
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
        });
    }

    BinaryCopy integer(int value) {
        return write(() -> {
            out.writeInt(4);
            out.writeInt(value);
        });
    }

    BinaryCopy integer(Integer value) {
        return value == null ? nothing() : integer(value.intValue());
    }

    BinaryCopy bytes(byte[] value) {
        return value == null
                ? nothing()
                : write(() -> {
                    out.writeInt(value.length);
                    out.write(value);
                });
    }

    /** PostgreSQL's text cannot hold the character NUL; it becomes the replacement character. */
    BinaryCopy text(String value) {
        return bytes(value == null ? null : utf8(value));
    }

    BinaryCopy timestamp(Instant value) {
        return value == null
                ? nothing()
                : write(() -> {
                    out.writeInt(8);
                    out.writeLong(micros(Duration.between(EPOCH, value)));
                });
    }

    BinaryCopy interval(Duration value) {
        return write(() -> {
            out.writeInt(16);
            out.writeLong(micros(value));
            // days and months
            out.writeInt(0);
            out.writeInt(0);
        });
    }

    BinaryCopy uuids(List<UUID> values) {
        return write(() -> {
            arrayHead(UUID_TYPE, values.size(), values.size() * 20);
            for (UUID value : values) {
                uuid(value);
            }
        });
    }

    BinaryCopy texts(List<String> values) {
        List<byte[]> encoded = values.stream().map(BinaryCopy::utf8).toList();
        int length = encoded.stream().mapToInt(it -> 4 + it.length).sum();
        return write(() -> {
            arrayHead(TEXT_TYPE, values.size(), length);
            encoded.forEach(this::bytes);
        });
    }

    private void arrayHead(int elementType, int elements, int length) throws IOException {
        int dimensions = elements == 0 ? 0 : 1;
        out.writeInt(12 + dimensions * 8 + length);
        out.writeInt(dimensions);
        // no nulls
        out.writeInt(0);
        out.writeInt(elementType);
        if (elements > 0) {
            out.writeInt(elements);
            // indexes begin at 1
            out.writeInt(1);
        }
    }

    /** @return the number of rows */
    long into(Connection connection, String statement) throws SQLException {
        write(() -> out.writeShort(-1));
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            byte[] rows = bytes.toByteArray();
            copy.writeToCopy(rows, 0, rows.length);
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** A text as it will read when it comes back from a table. */
    static String storable(String value) {
        return value == null ? null : value.replace('\0', '\uFFFD');
    }

    private static byte[] utf8(String value) {
        return storable(value).getBytes(StandardCharsets.UTF_8);
    }

    private static long micros(Duration duration) {
        return duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000;
    }
}
