package dev.posthorn.subscription.endpoint.option;

import dev.posthorn.foundation.error.ApiException;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What request headers of a tenant's choice may be. Those that Posthorn sets, or that decide how a request is framed, are
 * reserved (RFC 9110 §7.6.1, RFC 9112 §6.1): a second value for them would let a tenant forge signatures or smuggle
 * requests.
 */
public final class HeaderRules {

    private static final int LONGEST_VALUE = 4096;

    /** RFC 9110 §5.6.2, token. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    /** RFC 9110 §5.5, without the obsolete bytes beyond ASCII, and never empty or framed by spaces. */
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");

    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "traceparent",
            "tracestate",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent");

    private static final List<String> RESERVED_BEGINNINGS = List.of("webhook-", "x-posthorn-", "proxy-");

    private HeaderRules() {}

    /** @throws ApiException 422 with the field */
    public static void checkName(String field, String name) {
        checkToken(field, name);
        checkFree(field, name);
    }

    static void checkToken(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid(
                    field, "A header's name has 1 to 128 letters, digits and other token characters");
        }
    }

    static void checkFree(String field, String name) {
        if (isReserved(name.toLowerCase(Locale.ROOT))) {
            throw ApiException.invalid(field, "Header " + name + " is set by Posthorn and cannot be changed");
        }
    }

    /** @throws ApiException 422 with the field */
    public static void checkValue(String field, String value) {
        if (value == null
                || value.length() > LONGEST_VALUE
                || !VALUE.matcher(value).matches()) {
            throw ApiException.invalid(
                    field,
                    "A header's value has 1 to " + LONGEST_VALUE + " visible ASCII characters, with spaces between");
        }
    }

    private static boolean isReserved(String name) {
        return RESERVED.contains(name) || RESERVED_BEGINNINGS.stream().anyMatch(name::startsWith);
    }
}
