package dev.posthorn.foundation.json;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.Instant;

/** Takes Jackson's leniency away from the mapper that reads requests. */
@Singleton
public class StrictJson implements ObjectMapperCustomizer {

    /** After Quarkus itself: of two readers of a type, the one that was registered last is used. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    @SuppressWarnings("deprecation") // Of the mapper's own switches; Quarkus hands out no builder.
    public void customize(ObjectMapper mapper) {
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // 1.5 is not 1.
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                // Numbers that nobody declared a type for keep their digits: 1.10 stays 1.10, 1e400 stays a number.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false)
                // Two readers of {"a":1,"a":2} may see two different things.
                .getFactory()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
        // "PT5S", as it is read.
        mapper.disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
        mapper.configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
        mapper.registerModule(new SimpleModule("posthorn-strict")
                .addDeserializer(String.class, new TextReader())
                .addDeserializer(Instant.class, TimeReader.ofInstants())
                .addDeserializer(Duration.class, TimeReader.ofDurations()));
    }
}
