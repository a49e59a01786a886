package dev.posthorn.foundation.list;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Positions in a list as clients see them: opaque, so that what they hold may change. */
final class Cursor {

    private Cursor() {}

    static String write(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException when it cannot be one of ours */
    static String read(String cursor) {
        return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    }
}
