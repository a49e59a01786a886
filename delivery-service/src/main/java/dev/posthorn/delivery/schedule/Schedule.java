package dev.posthorn.delivery.schedule;

import dev.posthorn.foundation.id.ScheduleId;
import dev.posthorn.foundation.json.JsonText;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/** A recurring event as the API shows it. */
@Schema(name = "Schedule")
public record Schedule(
        ScheduleId id,
        String name,
        String cron,
        String timeZone,
        String type,
        @Schema(implementation = Object.class) JsonText payload,
        List<String> channels,
        String priority,
        boolean enabled,
        Instant createdAt,

        @Schema(description = "When it is published next; null while it is not enabled")
        Instant nextAt,

        @Schema(description = "When it was published last, or should have been")
        Instant lastAt,

        @Schema(description = "The event of then; null when it was refused")
        String lastEventId,

        @Schema(description = "Why the last one was refused, such as an event type that is gone; null otherwise")
        String lastError) {

    static Schedule created(ScheduleId id, ScheduleOptions options, Instant now, Instant nextAt) {
        return new Schedule(
                id,
                options.name(),
                options.cron(),
                options.timeZone(),
                options.type(),
                options.payload(),
                options.channels(),
                options.priority(),
                options.enabled(),
                now,
                nextAt,
                null,
                null,
                null);
    }

    Schedule changed(ScheduleOptions options, Instant next) {
        return new Schedule(
                id,
                options.name(),
                options.cron(),
                options.timeZone(),
                options.type(),
                options.payload(),
                options.channels(),
                options.priority(),
                options.enabled(),
                createdAt,
                next,
                lastAt,
                lastEventId,
                lastError);
    }

    ScheduleOptions options() {
        return new ScheduleOptions(name, cron, timeZone, type, payload, channels, priority, enabled);
    }
}
