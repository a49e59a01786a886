package dev.posthorn.subscription.eventtype;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.json.JsonText;
import dev.posthorn.subscription.retry.RetrySchedule;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What of an event type can be changed. */
public record EventTypeOptions(
        @Size(max = 2000, message = "must have at most 2000 characters")
        String description,

        @Schema(description = "A heading to list the type under")
        @Size(max = 100, message = "must have at most 100 characters")
        String group,

        @Schema(
                type = SchemaType.OBJECT,
                description = "JSON Schema (2020-12) that payloads must meet; without one, any payload is welcome. "
                        + "It may refer to itself, and to nothing outside")
        JsonText schema,

        @Schema(description = "A payload as it may look; it must meet the schema")
        JsonText samplePayload,

        @Schema(defaultValue = "normal") Priority priority,

        RetrySchedule retrySchedule) {

    private static final int GREATEST_SCHEMA = 256 * 1024;

    public EventTypeOptions {
        priority = priority == null ? Priority.NORMAL : priority;
        checkSize("schema", schema);
        checkSize("samplePayload", samplePayload);
        if (schema != null) {
            checkSample(compile(schema), samplePayload);
        }
    }

    private static void checkSize(String field, JsonText json) {
        if (json != null && json.value().length() > GREATEST_SCHEMA) {
            throw ApiException.invalid(field, "Field " + field + " must have at most 256 KiB");
        }
    }

    private static PayloadSchema compile(JsonText schema) {
        try {
            return PayloadSchema.of(schema.toNode());
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("schema", refused.getMessage());
        }
    }

    private static void checkSample(PayloadSchema schema, JsonText sample) {
        if (sample != null) {
            schema.faultOf(sample.toNode()).ifPresent(fault -> {
                throw ApiException.invalid("samplePayload", "The sample does not meet the schema: " + fault);
            });
        }
    }
}
