package dev.posthorn.subscription.tenant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.regex.Pattern;

/** An e-mail address that is told of failures. */
@Schema(type = SchemaType.STRING, format = "email", examples = "ops@acme.example")
public record Contact(@JsonValue String value) {

    /** What HTML's {@code <input type="email">} accepts: no comments, no quotes, nothing that could end a mail's header. */
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@LABEL(\\.LABEL)*"
            .replace("LABEL", "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"));

    private static final int GREATEST_LENGTH = 254;

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public Contact {
        if (value == null
                || value.length() > GREATEST_LENGTH
                || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A contact must be an e-mail address such as ops@example.com");
        }
    }
}
