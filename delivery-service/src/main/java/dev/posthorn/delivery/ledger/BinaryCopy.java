package dev.posthorn.delivery.ledger;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Rows in PostgreSQL's binary COPY format ("COPY", section Binary Format, and each type's send function): the cheapest way
 * in, and the only one that needs no escaping of payloads. The columns of a row are written in the order of the statement.
 */
final class BinaryCopy {

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int UUID_TYPE = 2950;
    private static final int INTEGER_TYPE = 23;
    private static final int TEXT_TYPE = 25;
    private static final int NULL = -1;
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private ByteBuffer out = ByteBuffer.allocate(64 * 1024);

    BinaryCopy() {
        out.put(SIGNATURE).putInt(0).putInt(0);
    }

    /** Room for as many more bytes. */
    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int length = Math.max(out.capacity() * 2, out.position() + bytes);
            out = ByteBuffer.allocate(length).put(out.flip());
        }
        return out;
    }

    BinaryCopy row(int columns) {
        room(2).putShort((short) columns);
        return this;
    }

    private BinaryCopy nothing() {
        room(4).putInt(NULL);
        return this;
    }

    BinaryCopy uuid(UUID value) {
        if (value == null) {
            return nothing();
        }
        room(20).putInt(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        return this;
    }

    BinaryCopy integer(Integer value) {
        if (value == null) {
            return nothing();
        }
        room(8).putInt(4).putInt(value);
        return this;
    }

    BinaryCopy bytes(byte[] value) {
        if (value == null) {
            return nothing();
        }
        room(4 + value.length).putInt(value.length).put(value);
        return this;
    }

    /** PostgreSQL's text cannot hold the character NUL; it becomes the replacement character. */
    BinaryCopy text(String value) {
        return value == null ? nothing() : bytes(utf8(value));
    }

    BinaryCopy timestamp(Instant value) {
        if (value == null) {
            return nothing();
        }
        room(12).putInt(8).putLong(micros(Duration.between(EPOCH, value)));
        return this;
    }

    BinaryCopy interval(Duration value) {
        // The last two: days and months.
        room(20).putInt(16).putLong(micros(value)).putInt(0).putInt(0);
        return this;
    }

    BinaryCopy uuids(List<UUID> values) {
        arrayHead(UUID_TYPE, values.size(), values.size() * 20);
        values.forEach(this::uuid);
        return this;
    }

    /** An array that may hold nulls; null itself when it holds nothing else. */
    BinaryCopy uuidsIfAny(List<UUID> values) {
        int there = (int) values.stream().filter(Objects::nonNull).count();
        if (there == 0) {
            return nothing();
        }
        arrayHead(UUID_TYPE, values.size(), there * 20 + (values.size() - there) * 4);
        values.forEach(this::uuid);
        return this;
    }

    BinaryCopy integers(List<Integer> values) {
        arrayHead(INTEGER_TYPE, values.size(), values.size() * 8);
        values.forEach(this::integer);
        return this;
    }

    BinaryCopy texts(List<String> values) {
        List<byte[]> encoded = values.stream().map(BinaryCopy::utf8).toList();
        int length = encoded.stream().mapToInt(it -> 4 + it.length).sum();
        arrayHead(TEXT_TYPE, values.size(), length);
        encoded.forEach(this::bytes);
        return this;
    }

    private void arrayHead(int elementType, int elements, int length) {
        int dimensions = elements == 0 ? 0 : 1;
        // The third: no nulls.
        room(24).putInt(12 + dimensions * 8 + length)
                .putInt(dimensions)
                .putInt(0)
                .putInt(elementType);
        if (elements > 0) {
            // Indexes begin at 1.
            out.putInt(elements).putInt(1);
        }
    }

    /** @return the number of rows */
    long into(Connection connection, String statement) throws SQLException {
        room(2).putShort((short) -1);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            copy.writeToCopy(out.array(), 0, out.position());
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
