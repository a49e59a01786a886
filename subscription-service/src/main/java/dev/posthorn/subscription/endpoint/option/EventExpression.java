package dev.posthorn.subscription.endpoint.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.posthorn.foundation.expression.Expression;
import dev.posthorn.foundation.expression.ExpressionException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A filter or a transformation: a JSONata expression that compiles. */
@Schema(type = SchemaType.STRING, maxLength = 4096, examples = "data.total > 100")
public record EventExpression(@JsonValue String value) {

    /** @throws IllegalArgumentException with a sentence for people, and mostly the position */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static EventExpression parse(String value) {
        try {
            Expression.compile(value);
            return new EventExpression(value);
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    /** Null for null. What was stored compiled then, and is not compiled again to be shown. */
    public static EventExpression stored(String value) {
        return value == null ? null : new EventExpression(value);
    }

    /** Null for null. */
    public static String textOf(EventExpression expression) {
        return expression == null ? null : expression.value;
    }

    @Override
    public String toString() {
        return value;
    }
}
