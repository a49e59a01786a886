package dev.posthorn.monitoring.alert;

import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.monitoring.statistics.OutcomeClass;

import java.util.Locale;

/**
 * What speaks for an alert: the numbers of its window, and the worst of it.
 *
 * @param deliveries those that were timed in the window
 * @param worstOutcome the most frequent failure; null when nothing failed
 * @param worstEndpoint the one with the most failures, or the slowest one; null when there is none
 * @param worstEndpointSeconds its mean delivery time; null when none was timed
 * @param sample the latest error of that kind there, as a sentence; null when none is known
 */
public record Evidence(
        long attempts,
        long failures,
        long deliveries,
        OutcomeClass worstOutcome,
        long worstOutcomeCount,
        EndpointId worstEndpoint,
        String worstEndpointName,
        Double worstEndpointSeconds,
        String sample) {

    static final Evidence NONE = new Evidence(0, 0, 0, null, 0, null, null, null, null);

    /** The cause in a sentence or two. Null when there is nothing to say. */
    public String cause(RuleName rule, Subject subject) {
        return switch (rule) {
            case SUCCESS_RATE, ENDPOINT_FAILURE_RATE -> failureCause(subject);
            case DELIVERY_TIME -> slownessCause();
        };
    }

    private String failureCause(Subject subject) {
        if (worstOutcome == null) {
            return null;
        }
        String where = subject.isEndpoint() || worstEndpointName == null
                ? ""
                : ". Most failures are at endpoint " + worstEndpointName;
        String example = sample == null ? "" : ": " + sample;
        return "%d of %d attempts failed, most often (%d) with %s%s%s"
                .formatted(failures, attempts, worstOutcomeCount, worstOutcome.phrase(), example, where);
    }

    private String slownessCause() {
        if (worstEndpointSeconds == null) {
            return null;
        }
        return String.format(
                Locale.ROOT, "Slowest is endpoint %s with %.1f s on average", worstEndpointName, worstEndpointSeconds);
    }
}
