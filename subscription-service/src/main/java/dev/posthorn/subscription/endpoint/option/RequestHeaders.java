package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** An endpoint's own request headers, by name. */
@Schema(type = SchemaType.OBJECT, additionalProperties = String.class, examples = "{\"X-Environment\": \"production\"}")
public record RequestHeaders(
        @JsonValue @Schema(hidden = true) Map<String, String> values) {

    public static final RequestHeaders NONE = new RequestHeaders(Map.of());

    private static final int GREATEST_NUMBER = 32;
    private static final String FIELD = "headers";

    /** @throws ApiException 422 with the header's name */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RequestHeaders {
        if (values.size() > GREATEST_NUMBER) {
            throw ApiException.invalid(FIELD, "An endpoint has at most " + GREATEST_NUMBER + " headers of its own");
        }
        var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        values.forEach((name, value) -> {
            HeaderRules.checkToken(FIELD, name);
            HeaderRules.checkFree(fieldOf(name), name);
            HeaderRules.checkValue(fieldOf(name), value);
            if (sorted.put(name, value) != null) {
                throw ApiException.invalid(FIELD, "Header " + name + " is there twice; case makes no difference");
            }
        });
        values = Collections.unmodifiableMap(sorted);
    }

    public static String fieldOf(String name) {
        return FIELD + "." + name;
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
