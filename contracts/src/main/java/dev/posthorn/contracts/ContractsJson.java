package dev.posthorn.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** How the messages are written as JSON: ISO 8601 times and durations, no nulls, unknown fields ignored. */
public final class ContractsJson {

    /**
     * The content type of every message. It carries the version of the contracts; and it is not plain
     * {@code application/json}, which the AMQP connector would parse into an object before we can read its bytes.
     */
    public static final String CONTENT_TYPE = "application/vnd.posthorn.v1+json";

    /** Thread-safe, as Jackson's mappers are once configured. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            // A newer producer may add optional fields.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private ContractsJson() {}
}
