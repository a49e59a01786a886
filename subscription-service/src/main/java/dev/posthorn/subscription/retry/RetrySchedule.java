package dev.posthorn.subscription.retry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The pauses after the first, second, … failed attempt: at most 20, each longer than nothing and at most a day. An empty
 * list means one attempt only.
 */
@Schema(type = SchemaType.ARRAY, implementation = String.class, examples = "[\"PT1S\", \"PT5S\", \"PT1M\"]")
public record RetrySchedule(@JsonValue List<Duration> pauses) {

    private static final int GREATEST_NUMBER = 20;
    private static final Duration LONGEST = Duration.ofHours(24);

    /** @throws IllegalArgumentException with a sentence for people */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RetrySchedule {
        if (pauses.size() > GREATEST_NUMBER) {
            throw new IllegalArgumentException("A retry schedule has at most " + GREATEST_NUMBER + " pauses");
        }
        pauses = pauses.stream().map(RetrySchedule::checked).toList();
    }

    /** As tables hold it; null for null. */
    public static RetrySchedule ofMillis(List<Long> millis) {
        return millis == null
                ? null
                : new RetrySchedule(millis.stream().map(Duration::ofMillis).toList());
    }

    public List<Long> toMillis() {
        return pauses.stream().map(Duration::toMillis).toList();
    }

    private static Duration checked(Duration pause) {
        if (pause == null || pause.compareTo(LONGEST) > 0 || pause.toMillis() <= 0) {
            throw new IllegalArgumentException("Each pause of a retry schedule is longer than PT0S, up to PT24H");
        }
        return pause.truncatedTo(ChronoUnit.MILLIS);
    }
}
