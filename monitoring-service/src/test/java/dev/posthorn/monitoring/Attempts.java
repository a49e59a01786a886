package dev.posthorn.monitoring;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.foundation.id.AttemptBatchId;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes attempts of one endpoint that end at one moment. */
public record Attempts(String tenantId, EndpointId endpointId, String eventType, Instant end) {

    private static final Duration DURATION = Duration.ofMillis(20);

    public static Attempts at(Instant end, String tenantId, EndpointId endpointId) {
        return new Attempts(tenantId, endpointId, "order.created", end);
    }

    public Attempts ofType(String type) {
        return new Attempts(tenantId, endpointId, type, end);
    }

    /** A first attempt that succeeds after this time since the event's acceptance. */
    public Attempt success(Duration deliveryTime) {
        return attempt(1, "first", "succeeded", 200, deliveryTime, "succeeded", null);
    }

    public Attempt success() {
        return success(Duration.ofMillis(40));
    }

    /** A first attempt that fails, so that a retry follows. */
    public Attempt failure(String outcome, Integer status, String error) {
        return attempt(1, "first", outcome, status, Duration.ofSeconds(1), "retrying", error);
    }

    public Attempt timeout() {
        return failure("timeout", null, "No answer within 5 s");
    }

    public Attempt attempt(
            int number,
            String trigger,
            String outcome,
            Integer status,
            Duration sinceAcceptance,
            String delivery,
            String error) {
        return new Attempt(
                AttemptId.next().toString(),
                tenantId,
                endpointId.toString(),
                EventId.next().toString(),
                eventType,
                number,
                trigger,
                outcome,
                status,
                end.minus(sinceAcceptance),
                end.minus(DURATION),
                DURATION,
                delivery,
                error);
    }

    /** So many successes and timeouts. */
    public List<Attempt> mix(int successes, int timeouts) {
        return Stream.concat(
                        Stream.generate(this::success).limit(successes),
                        Stream.generate(this::timeout).limit(timeouts))
                .toList();
    }

    public static AttemptBatch batch(List<Attempt> attempts) {
        return new AttemptBatch(AttemptBatchId.next().toString(), new ArrayList<>(attempts));
    }
}
