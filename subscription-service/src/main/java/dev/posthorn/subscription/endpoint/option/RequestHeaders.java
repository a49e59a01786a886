package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An endpoint's own request headers, by name. Those that Posthorn sets, or that decide how a request is framed, are
 * reserved (RFC 9110 §7.6.1, RFC 9112 §6.1): a second value for them would let a tenant forge signatures or smuggle
 * requests.
 */
@Schema(type = SchemaType.OBJECT, additionalProperties = String.class, examples = "{\"X-Environment\": \"production\"}")
public record RequestHeaders(
        @JsonValue @Schema(hidden = true) Map<String, String> values) {

    public static final RequestHeaders NONE = new RequestHeaders(Map.of());

    private static final int GREATEST_NUMBER = 32;
    private static final int LONGEST_VALUE = 4096;
    private static final String FIELD = "headers";

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

    /** @throws ApiException 422 with the header's name */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RequestHeaders {
        if (values.size() > GREATEST_NUMBER) {
            throw ApiException.invalid(FIELD, "An endpoint has at most " + GREATEST_NUMBER + " headers of its own");
        }
        var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        values.forEach((name, value) -> {
            check(name, value);
            if (sorted.put(name, value) != null) {
                throw ApiException.invalid(FIELD, "Header " + name + " is there twice; case makes no difference");
            }
        });
        values = Collections.unmodifiableMap(sorted);
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid(
                    FIELD, "A header's name has 1 to 128 letters, digits and other token characters");
        }
        String field = FIELD + "." + name;
        if (isReserved(name.toLowerCase(Locale.ROOT))) {
            throw ApiException.invalid(field, "Header " + name + " is set by Posthorn and cannot be changed");
        }
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

    /** The same headers with their values hidden. */
    public RequestHeaders hidden() {
        var names = new TreeMap<String, String>();
        values.keySet().forEach(name -> names.put(name, "(hidden)"));
        return new RequestHeaders(names);
    }

    /** Values may be credentials. */
    @Override
    public String toString() {
        return "RequestHeaders" + values.keySet();
    }
}
