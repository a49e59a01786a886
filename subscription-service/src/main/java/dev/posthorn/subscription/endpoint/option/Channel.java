package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.regex.Pattern;

/** A label that events carry and subscriptions ask for, such as {@code emea}. */
@Schema(type = SchemaType.STRING, pattern = "^[A-Za-z0-9_.:-]{1,128}$", examples = "emea")
public record Channel(@JsonValue String value) implements Comparable<Channel> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public Channel {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A channel has 1 to 128 characters out of A-Z, a-z, 0-9, _, ., : and -");
        }
    }

    @Override
    public int compareTo(Channel other) {
        return value.compareTo(other.value);
    }
}
