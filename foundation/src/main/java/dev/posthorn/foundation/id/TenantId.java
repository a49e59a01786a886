package dev.posthorn.foundation.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.regex.Pattern;

/** A tenant's id, of the operator's choice. */
@Schema(type = SchemaType.STRING, pattern = "^[a-z0-9][a-z0-9_-]{0,62}$", examples = "acme")
public record TenantId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public TenantId {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A tenant's id has 1 to 63 characters out of a-z, 0-9, _ and -, and begins with a letter or digit");
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return value;
    }
}
