package dev.posthorn.foundation.error;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in a sentence, and with the field, what is wrong with a request's JSON. Jackson's own words name our classes. */
public final class JsonErrors {

    private static final Map<Class<?>, String> NAMES = Map.of(
            String.class, "a string",
            Boolean.class, "true or false",
            boolean.class, "true or false",
            Integer.class, "a whole number",
            int.class, "a whole number",
            Long.class, "a whole number",
            Instant.class, "an RFC 3339 time such as 2026-01-15T10:30:00Z",
            Duration.class, "an ISO 8601 duration such as PT5S",
            List.class, "a list",
            Map.class, "an object");

    private JsonErrors() {}

    public static ApiException explain(JsonProcessingException exception) {
        return switch (exception) {
            case UnrecognizedPropertyException unknown ->
                ApiException.invalid(field(unknown), "Unknown field: " + field(unknown));
            // A constructor of ours refused the value: its sentence is for people.
            case ValueInstantiationException refused
            when refused.getCause() != null ->
                refused.getCause() instanceof ApiException own
                        ? own
                        : ApiException.invalid(
                                field(refused), refused.getCause().getMessage());
            case InvalidFormatException format
            when format.getTargetType() != null && format.getTargetType().isEnum() ->
                ApiException.invalid(
                        field(format),
                        "Field " + field(format) + " must be one of "
                                + List.of(format.getTargetType().getEnumConstants()));
            case InvalidTypeIdException kind -> explainKind(kind);
            case JsonMappingException wrapper
            when wrapper.getCause() instanceof InputCoercionException && field(wrapper) != null ->
                ApiException.invalid(
                        field(wrapper), "Field " + field(wrapper) + " must be a whole number, and not that large");
            // It is no JSON at all, however deep in an object that was noticed.
            case JsonMappingException wrapper
            when isUnreadable(wrapper.getCause()) -> explain((JsonProcessingException) wrapper.getCause());
            case MismatchedInputException mismatch
            when field(mismatch) != null ->
                ApiException.invalid(field(mismatch), "Field " + field(mismatch) + " must be " + wanted(mismatch));
            case MismatchedInputException mismatch -> ApiException.malformed("The body must be a JSON object");
            case JsonMappingException mapping
            when field(mapping) != null ->
                ApiException.invalid(field(mapping), "Field " + field(mapping) + " cannot be read");
            case StreamConstraintsException constraint ->
                ApiException.malformed("The JSON is nested too deeply or holds too long a name or number");
            default ->
                ApiException.malformed(
                        exception.getLocation() == null
                                ? "Malformed JSON"
                                : "Malformed JSON at line %d, column %d"
                                        .formatted(
                                                exception.getLocation().getLineNr(),
                                                exception.getLocation().getColumnNr()));
        };
    }

    /** Of several kinds of object, one field says which it is. */
    private static ApiException explainKind(InvalidTypeIdException exception) {
        Class<?> base = exception.getBaseType().getRawClass();
        String field =
                field(exception) + "." + base.getAnnotation(JsonTypeInfo.class).property();
        if (exception.getTypeId() == null) {
            return ApiException.missing(field);
        }
        var kinds = Stream.of(base.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .toList();
        return ApiException.invalid(field, "Field " + field + " must be one of " + kinds);
    }

    private static boolean isUnreadable(Throwable cause) {
        return cause instanceof StreamReadException || cause instanceof StreamConstraintsException;
    }

    private static String wanted(MismatchedInputException exception) {
        Class<?> type = exception.getTargetType();
        if (type == null) {
            return "of another type";
        }
        return nameOf(type).or(() -> nameOf(writtenAs(type))).orElse(type.isRecord() ? "an object" : "of another type");
    }

    private static Optional<String> nameOf(Class<?> type) {
        return NAMES.entrySet().stream()
                .filter(name -> name.getKey().isAssignableFrom(type))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Types of ours that stand for a single value are written as that value. */
    private static Class<?> writtenAs(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.isAnnotationPresent(JsonValue.class))
                .<Class<?>>map(Method::getReturnType)
                .findFirst()
                .orElse(type);
    }

    private static String field(JsonMappingException exception) {
        var path = new StringBuilder();
        for (var step : exception.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? null : path.toString();
    }
}
