package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.regex.Pattern;

/** Where instances run that deliver to an endpoint, by the operator's name for it. */
@Schema(type = SchemaType.STRING, pattern = "^[a-z0-9][a-z0-9-]{0,31}$", examples = "eu")
public record Region(@JsonValue String value) {

    static final String FORM_IN_WORDS =
            "A region has 1 to 32 characters out of a-z, 0-9 and -, and does not begin with -";

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public Region {
        if (!isRegion(value)) {
            throw new IllegalArgumentException(FORM_IN_WORDS);
        }
    }

    static boolean isRegion(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
