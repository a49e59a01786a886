package dev.posthorn.delivery.schedule;

import dev.posthorn.foundation.json.JsonText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;

/** A recurring event as clients send it. */
@Schema(name = "NewSchedule")
public record ScheduleOptions(
        @Schema(description = "Unique within its tenant", examples = "weekly-report")
        @NotNull
        @Size(min = 1, max = 128, message = "must have 1 to 128 characters")
        String name,

        @Schema(
                description = "Minute, hour, day of month, month, day of week; at most once a minute",
                examples = "0 9 * * 1")
        @NotNull
        String cron,

        @Schema(description = "Of the IANA database", examples = "Europe/Berlin", defaultValue = "UTC")
        String timeZone,

        @Schema(examples = "report.due") @NotNull String type,
        @Schema(implementation = Object.class) @NotNull JsonText payload,
        List<@NotNull String> channels,

        @Schema(
                description = "Its type's, if not given",
                enumeration = {"high", "normal", "low"})
        String priority,

        @Schema(defaultValue = "true") Boolean enabled) {

    public ScheduleOptions {
        timeZone = timeZone == null ? "UTC" : timeZone;
        channels = channels == null ? List.of() : channels;
        enabled = enabled == null || enabled;
    }
}
