package dev.posthorn.delivery.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Publishers' ids of CloudEvents, which are unique with their source only (CloudEvents 1.0.2, "id"): the CloudEvent's own id
 * where we can write it, and a tag of its source behind it.
 *
 * <pre>
 * source /orders      id 4711         4711:fc7d055239d9
 * source /orders      id a.b/c        ce-fc7cd9c4e073b50b1ba87db5b2901e7a:fc7d055239d9
 * </pre>
 *
 * A tag is 48 bits of the SHA-256 of the source: two sources of one tenant meet in it about once in 10^8 tenants of 1,000
 * sources each, and then matter only if they use the same id.
 */
final class CloudEventIds {

    private static final int TAG = 12;

    /** What a publisher's id may hold, with room for the tag. */
    private static final Pattern WRITABLE = Pattern.compile("(?!evt_)[A-Za-z0-9_:-]{1,115}");

    private CloudEventIds() {}

    static String of(String source, String id) {
        String own = WRITABLE.matcher(id).matches() ? id : "ce-" + hash(id, 32);
        return own + ":" + hash(source, TAG);
    }

    private static String hash(String text, int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, length);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
