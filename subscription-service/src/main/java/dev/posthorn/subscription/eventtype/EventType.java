package dev.posthorn.subscription.eventtype;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.foundation.json.JsonText;
import dev.posthorn.subscription.retry.RetrySchedule;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;

/** An event type, as the API shows it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record EventType(
        EventTypeName name,
        @Schema(nullable = true) String description,
        @Schema(nullable = true) String group,
        @Schema(type = SchemaType.OBJECT, nullable = true) JsonText schema,
        @Schema(nullable = true) JsonText samplePayload,
        Priority priority,

        @Schema(nullable = true) RetrySchedule retrySchedule,

        Instant createdAt,
        Instant updatedAt) {}
