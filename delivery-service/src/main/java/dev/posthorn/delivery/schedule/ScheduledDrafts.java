package dev.posthorn.delivery.schedule;

import dev.posthorn.delivery.event.Draft;
import dev.posthorn.delivery.event.DraftChecks;
import dev.posthorn.foundation.id.ScheduleId;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Makes the event of a schedule for one of its times. */
final class ScheduledDrafts {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final DraftChecks checks;

    ScheduledDrafts(DraftChecks checks) {
        this.checks = checks;
    }

    /** The same for the same time, whichever instance publishes it and however often: {@code sch_…:20260115T090000Z}. */
    static String eventId(ScheduleId schedule, Instant planned) {
        return schedule + ":" + TIME.format(planned);
    }

    /** @throws dev.posthorn.foundation.error.ApiException what is wrong with the options */
    Draft draft(ScheduleId id, ScheduleOptions options, Instant planned) {
        return new Draft(
                options.type(),
                checks.payload(options.payload().value().getBytes(StandardCharsets.UTF_8), "payload"),
                eventId(id, planned),
                checks.channels(options.channels(), "channels"),
                options.priority() == null ? null : checks.priority(options.priority(), "priority"),
                null,
                null,
                null);
    }
}
