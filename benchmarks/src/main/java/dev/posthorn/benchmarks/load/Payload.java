package dev.posthorn.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The payload that every benchmark sends: 1 KiB of JSON that says which event it is, and when it was meant to be published.
 *
 * @param run which run of this process it belongs to
 * @param number of the event within its run, from 0
 * @param at the intended start on {@link Clock}'s scale
 */
public record Payload(int run, long number, long at) {

    public static final int SIZE = 1024;

    private static final byte[] MARK = "{\"run\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int RUN = MARK.length;
    private static final int RUN_DIGITS = 4;
    private static final int NUMBER = RUN + RUN_DIGITS + "\",\"number\":\"".length();
    private static final int NUMBER_DIGITS = 12;
    private static final int AT = NUMBER + NUMBER_DIGITS + "\",\"at\":\"".length();
    private static final int AT_DIGITS = 15;

    private static final byte[] TEMPLATE = template();

    private static byte[] template() {
        String head = new String(MARK, StandardCharsets.US_ASCII)
                + "%0" + RUN_DIGITS + "d\",\"number\":\"%0" + NUMBER_DIGITS + "d\",\"at\":\"%0" + AT_DIGITS
                + "d\",\"text\":\"";
        String text = head.formatted(0, 0, 0);
        return (text + "webhook ".repeat(SIZE).substring(0, SIZE - text.length() - 2) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    public byte[] write() {
        byte[] bytes = TEMPLATE.clone();
        putDigits(bytes, RUN, RUN_DIGITS, run);
        putDigits(bytes, NUMBER, NUMBER_DIGITS, number);
        putDigits(bytes, AT, AT_DIGITS, at);
        return bytes;
    }

    /** Finds the payload in what an endpoint received; null when there is none of ours. */
    public static Payload find(byte[] body) {
        for (int at = 0; at + AT + AT_DIGITS <= body.length; at++) {
            if (body[at] == '{' && Arrays.equals(body, at, at + MARK.length, MARK, 0, MARK.length)) {
                return new Payload(
                        (int) digits(body, at + RUN, RUN_DIGITS),
                        digits(body, at + NUMBER, NUMBER_DIGITS),
                        digits(body, at + AT, AT_DIGITS));
            }
        }
        return null;
    }

    private static void putDigits(byte[] bytes, int from, int count, long value) {
        long left = value;
        for (int at = from + count - 1; at >= from; at--) {
            bytes[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    private static long digits(byte[] bytes, int from, int count) {
        long value = 0;
        for (int at = from; at < from + count; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return value;
    }
}
