package dev.posthorn.delivery.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.posthorn.foundation.error.ApiException;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The times of a cron expression of five fields (minute, hour, day of month, month, day of week) in a time zone. So the most
 * frequent one is every minute.
 */
final class CronTimes {

    private static final int LONGEST = 100;
    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronTimes(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /** @throws ApiException naming the field {@code cron} or {@code timeZone} */
    static CronTimes of(String cron, String timeZone) {
        ZoneId zone = zone(timeZone);
        if (cron.length() > LONGEST) {
            throw ApiException.invalid("cron", "Field cron must have at most " + LONGEST + " characters");
        }
        try {
            return new CronTimes(ExecutionTime.forCron(PARSER.parse(cron)), zone);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(
                    "cron",
                    "Field cron must have five fields (minute, hour, day of month, month, day of week), such as 0 9 * * 1: "
                            + malformed.getMessage());
        }
    }

    private static ZoneId zone(String timeZone) {
        try {
            return ZoneId.of(timeZone);
        } catch (DateTimeException unknown) {
            throw ApiException.invalid(
                    "timeZone", "Field timeZone must be a time zone of the IANA database, such as Europe/Berlin");
        }
    }

    /** The first time after a moment; empty when there is none. */
    Optional<Instant> after(Instant moment) {
        ZonedDateTime from = moment.atZone(zone);
        Optional<Instant> next = times.nextExecution(from).map(ZonedDateTime::toInstant);
        return skipped(from)
                .filter(time -> next.isEmpty() || time.isBefore(next.get()))
                .or(() -> next)
                .filter(time -> time.isAfter(moment));
    }

    /** A time that a change to summer time leaves out comes as much later as the clock is moved. */
    private Optional<Instant> skipped(ZonedDateTime from) {
        return times.nextExecution(from.toLocalDateTime().atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime)
                .filter(local -> zone.getRules().getValidOffsets(local).isEmpty())
                .map(local -> local.atZone(zone).toInstant());
    }
}
