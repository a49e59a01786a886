package dev.posthorn.foundation.id;

import com.github.f4b6a3.uuid.UuidCreator;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes and reads TypeIDs (TypeID specification 0.3): {@code prefix_} and 26 characters of Crockford's base 32 in lower
 * case, five bits each, the first one only three.
 */
public final class TypeId {

    private static final int LENGTH = 26;
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < ALPHABET.length; value++) {
            VALUES[ALPHABET[value]] = (byte) value;
        }
    }

    private TypeId() {}

    /** A new UUIDv7, later than every one that this process made before. */
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    /** The least UUIDv7 of a moment (milliseconds): every id made at or after it is greater or equal. */
    public static UUID lowest(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16 | 0x7000L, 0x8000000000000000L);
    }

    /** Where the ids since a moment begin; those of all time for null. */
    public static UUID since(Instant moment) {
        return moment == null ? new UUID(0, 0) : lowest(moment);
    }

    /** Where the ids before a moment end; those of all time for null. */
    public static UUID until(Instant moment) {
        return moment == null ? new UUID(-1, -1) : lowest(moment);
    }

    /** The moment a UUIDv7 was made, in milliseconds. */
    public static Instant madeAt(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    static String write(String prefix, UUID id) {
        char[] text = new char[prefix.length() + 1 + LENGTH];
        prefix.getChars(0, prefix.length(), text, 0);
        text[prefix.length()] = '_';
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int at = text.length - 1; at > prefix.length(); at--) {
            text[at] = ALPHABET[(int) (low & 31)];
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(text);
    }

    /** @throws IllegalArgumentException with a sentence for people, when it is no id of that kind */
    static UUID read(String prefix, String text) {
        int start = prefix.length() + 1;
        if (text.length() != start + LENGTH || !text.startsWith(prefix) || text.charAt(prefix.length()) != '_') {
            throw notAnId(prefix, text);
        }
        long high = 0;
        long low = 0;
        for (int at = start; at < text.length(); at++) {
            char character = text.charAt(at);
            int value = character < VALUES.length ? VALUES[character] : -1;
            // The first character holds the three highest of 128 bits.
            if (value < 0 || (at == start && value > 7)) {
                throw notAnId(prefix, text);
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | value;
        }
        return new UUID(high, low);
    }

    private static IllegalArgumentException notAnId(String prefix, String text) {
        return new IllegalArgumentException("Not an id of the form " + prefix + "_…: " + text);
    }
}
