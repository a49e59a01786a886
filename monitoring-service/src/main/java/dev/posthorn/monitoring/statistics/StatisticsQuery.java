package dev.posthorn.monitoring.statistics;

import dev.posthorn.foundation.id.EndpointId;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A question to the statistics.
 *
 * @param tenantId empty for all tenants together
 * @param from a whole minute, inclusive; the steps begin here
 * @param to a whole minute, exclusive
 * @param step whole minutes
 */
record StatisticsQuery(
        Optional<String> tenantId,
        Instant from,
        Instant to,
        Duration step,
        GroupBy groupBy,
        Optional<EndpointId> endpointId,
        Optional<String> eventType) {

    enum GroupBy {
        NONE("none"),
        ENDPOINT("endpoint"),
        EVENT_TYPE("eventType"),
        REGION("region");

        private final String label;

        GroupBy(String label) {
            this.label = label;
        }

        static Optional<GroupBy> ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(group -> group.label.equals(label))
                    .findFirst();
        }

        @Override
        public String toString() {
            return label;
        }
    }
}
