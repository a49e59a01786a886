package dev.posthorn.monitoring.statistics;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.statistics.StatisticsQuery.GroupBy;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The query parameters of a question to the statistics. */
public class StatisticsParameters {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DEFAULT_RANGE = Duration.ofHours(1);
    /** Times that every database and calendar can hold, and all that anyone can mean. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    // Fields with annotations, since Quarkus reads no others; package-private, since it writes them.
    @QueryParam("from")
    @Parameter(
            description = "Where the range begins, rounded down to the minute; an hour before `to` by default",
            example = "2026-01-15T10:00:00Z")
    Instant from;

    @QueryParam("to")
    @Parameter(
            description = "Where the range ends, rounded up to the minute, exclusive; now by default",
            example = "2026-01-15T11:00:00Z")
    Instant to;

    @QueryParam("step")
    @Parameter(
            description = "The length of a step: whole minutes, and at most 1,500 steps in the range",
            schema = @Schema(type = SchemaType.STRING, format = "duration", defaultValue = "PT1M"))
    Duration step;

    @QueryParam("groupBy")
    @Parameter(
            description = "One group for each endpoint, event type or region; one for all by default",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"none", "endpoint", "eventType", "region"},
                            defaultValue = "none"))
    String groupBy;

    @QueryParam("endpointId")
    @Parameter(description = "Only attempts at this endpoint", schema = @Schema(type = SchemaType.STRING))
    EndpointId endpointId;

    @QueryParam("eventType")
    @Parameter(description = "Only events of this type", example = "order.created")
    String eventType;

    /** @throws ApiException when the parameters do not fit together, or ask for too much */
    StatisticsQuery read(Optional<String> tenantId, Instant now, StatisticsConfig config) {
        Instant end = roundedUp(to == null ? now : within("to", to));
        Instant start =
                from == null ? end.minus(DEFAULT_RANGE) : within("from", from).truncatedTo(ChronoUnit.MINUTES);
        if (!start.isBefore(end)) {
            throw ApiException.malformed("from", "from must be before to");
        }
        Duration length = step == null ? MINUTE : step;
        if (length.compareTo(MINUTE) < 0 || !length.equals(Duration.ofMinutes(length.toMinutes()))) {
            throw ApiException.malformed("step", "step must be a duration of whole minutes, such as PT1M");
        }
        Duration least = leastStep(Duration.between(start, end), config.maxSteps());
        if (length.compareTo(least) < 0) {
            throw ApiException.malformed("step", "A range this long needs a step of at least %s".formatted(least));
        }
        return new StatisticsQuery(
                tenantId, start, end, length, group(), Optional.ofNullable(endpointId), Optional.ofNullable(eventType));
    }

    private GroupBy group() {
        return groupBy == null
                ? GroupBy.NONE
                : GroupBy.ofLabel(groupBy)
                        .orElseThrow(() -> ApiException.malformed(
                                "groupBy", "groupBy must be none, endpoint, eventType or region"));
    }

    private static Instant within(String name, Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw ApiException.malformed(name, name + " must be between the years 2000 and 3000");
        }
        return time;
    }

    private static Duration leastStep(Duration range, int maxSteps) {
        return Duration.ofMinutes(Math.max(1, Math.ceilDiv(range.toMinutes(), maxSteps)));
    }

    private static Instant roundedUp(Instant moment) {
        Instant down = moment.truncatedTo(ChronoUnit.MINUTES);
        return down.equals(moment) ? moment : down.plus(MINUTE);
    }
}
