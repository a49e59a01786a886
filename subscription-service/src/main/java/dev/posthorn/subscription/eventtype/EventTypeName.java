package dev.posthorn.subscription.eventtype;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.regex.Pattern;

/** The name of an event type: words of lower-case letters, digits, _ and -, joined by dots, such as {@code order.created}. */
@Schema(
        type = SchemaType.STRING,
        pattern = "^[a-z0-9][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*$",
        maxLength = 128,
        examples = "order.created")
public record EventTypeName(@JsonValue String value) {

    static final int GREATEST_LENGTH = 128;

    /** Possessive: a long name that is none is refused in one pass. */
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]*+(\\.[a-z0-9][a-z0-9_-]*+)*+");

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public EventTypeName {
        if (!isOne(value)) {
            throw new IllegalArgumentException("An event type's name has up to " + GREATEST_LENGTH
                    + " characters: words of a-z, 0-9, _ and -, joined by dots, such as order.created");
        }
    }

    static boolean isOne(String text) {
        return text != null
                && text.length() <= GREATEST_LENGTH
                && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
