package dev.posthorn.subscription.eventtype;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Optional;

/** Which event types a subscription wants: one by its name, all below a name ({@code order.*}), or all ({@code *}). */
@Schema(
        type = SchemaType.STRING,
        pattern = "^(\\*|[a-z0-9][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*(\\.\\*)?)$",
        maxLength = 130,
        examples = {"order.created", "order.*", "*"})
public record EventTypePattern(@JsonValue String value) {

    private static final String ALL = "*";
    private static final String BELOW = ".*";

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator
    public EventTypePattern {
        if (!isOne(value)) {
            throw new IllegalArgumentException(
                    "Write the name of an event type such as order.created, or order.* for all below order, or *");
        }
    }

    private static boolean isOne(String text) {
        if (text == null || text.equals(ALL)) {
            return text != null;
        }
        return EventTypeName.isOne(text.endsWith(BELOW) ? text.substring(0, text.length() - BELOW.length()) : text);
    }

    /** The one type that is wanted, when the pattern names one. */
    public Optional<EventTypeName> exactName() {
        return value.endsWith(ALL) ? Optional.empty() : Optional.of(new EventTypeName(value));
    }

    @Override
    public String toString() {
        return value;
    }
}
