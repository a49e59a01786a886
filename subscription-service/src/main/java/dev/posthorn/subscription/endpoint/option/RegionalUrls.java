package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.posthorn.foundation.error.ApiException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** An endpoint's URLs for single regions, at most 32. Whether each is a URL to send to is judged elsewhere. */
@Schema(
        type = SchemaType.OBJECT,
        additionalProperties = String.class,
        examples = "{\"eu\": \"https://eu.hooks.acme.example/orders\"}")
public record RegionalUrls(@JsonValue @Schema(hidden = true) Map<String, String> values) {

    public static final RegionalUrls NONE = new RegionalUrls(Map.of());

    private static final int GREATEST_NUMBER = 32;
    private static final String FIELD = "urls";

    /** @throws ApiException 422 with the region's name */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RegionalUrls {
        if (values.size() > GREATEST_NUMBER) {
            throw ApiException.invalid(FIELD, "An endpoint has URLs for at most " + GREATEST_NUMBER + " regions");
        }
        values.forEach((region, url) -> {
            if (!Region.isRegion(region)) {
                throw ApiException.invalid(FIELD, Region.FORM_IN_WORDS);
            }
            if (url == null) {
                throw ApiException.missing(fieldOf(region));
            }
        });
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    public static String fieldOf(String region) {
        return FIELD + "." + region;
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public boolean has(Region region) {
        return values.containsKey(region.value());
    }
}
