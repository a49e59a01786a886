package dev.posthorn.subscription.eventtype;

import dev.posthorn.foundation.json.JsonText;
import dev.posthorn.subscription.retry.RetrySchedule;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An event type to create. */
public record NewEventType(
        @NotNull EventTypeName name,

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

    EventTypeOptions options() {
        return new EventTypeOptions(description, group, schema, samplePayload, priority, retrySchedule);
    }
}
