package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.foundation.id.EndpointId;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/** What one row of the statistics is about. The order is the one in which rows are locked. */
record MinuteKey(Instant minute, String tenantId, EndpointId endpointId, String eventType)
        implements Comparable<MinuteKey> {

    private static final Comparator<MinuteKey> ORDER = Comparator.comparing(MinuteKey::minute)
            .thenComparing(MinuteKey::tenantId)
            .thenComparing(MinuteKey::endpointId)
            .thenComparing(MinuteKey::eventType);

    static MinuteKey of(Attempt attempt) {
        Instant end = attempt.startedAt().plus(attempt.duration());
        return new MinuteKey(
                end.truncatedTo(ChronoUnit.MINUTES),
                attempt.tenantId(),
                EndpointId.parse(attempt.endpointId()),
                attempt.eventType());
    }

    @Override
    public int compareTo(MinuteKey other) {
        return ORDER.compare(this, other);
    }
}
