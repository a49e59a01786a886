package dev.posthorn.subscription.endpoint.auth;

import dev.posthorn.foundation.error.ApiException;

/** Checks the texts that credentials are made of. */
final class AuthText {

    private static final int LONGEST = 4096;

    private AuthText() {}

    /** Something without control characters, which would end a header or a form field early. */
    static void check(String field, String text) {
        checkPresent(field, text);
        boolean fine =
                !text.isEmpty() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
        if (!fine) {
            throw ApiException.invalid(
                    field, "Field " + field + " must have 1 to " + LONGEST + " characters and no control characters");
        }
    }

    static void checkPresent(String field, String text) {
        if (text == null) {
            throw ApiException.missing(field);
        }
    }
}
