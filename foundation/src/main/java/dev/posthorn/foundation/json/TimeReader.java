package dev.posthorn.foundation.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Reads times and durations from strings only: a bare number does not say its unit. */
final class TimeReader<T> extends StdScalarDeserializer<T> {

    private static final long serialVersionUID = 1;

    /** RFC 3339 writes years with four digits; beyond them a database may not follow. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final transient Function<String, T> parse;

    private TimeReader(Class<T> type, Function<String, T> parse) {
        super(type);
        this.parse = parse;
    }

    static TimeReader<Instant> ofInstants() {
        return new TimeReader<>(Instant.class, text -> {
            Instant time = Instant.parse(text);
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw new DateTimeException("The year needs more than four digits");
            }
            return time;
        });
    }

    static TimeReader<Duration> ofDurations() {
        return new TimeReader<>(Duration.class, Duration::parse);
    }

    @Override
    @SuppressWarnings("unchecked") // handledType is a T; Jackson's failures never return.
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (T) context.handleUnexpectedToken(handledType(), parser);
        }
        try {
            return parse.apply(parser.getText());
        } catch (DateTimeException | ArithmeticException malformed) {
            return (T) context.handleWeirdStringValue(handledType(), parser.getText(), "no ISO 8601");
        }
    }
}
