package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Attempt;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Rendition;
import dev.posthorn.delivery.ledger.Settlement;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.delivery.retry.RetryPolicy;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.TypeId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How a shard's deliveries leave memory: attempted or not, those of one request together. On the shard's event loop. */
final class Settling {

    private final Endpoints endpoints;
    private final RetryPolicy policy;
    private final InstantSource clock;
    private final Shard.Hooks hooks;

    Settling(Endpoints endpoints, RetryPolicy policy, InstantSource clock, Shard.Hooks hooks) {
        this.endpoints = endpoints;
        this.policy = policy;
        this.clock = clock;
        this.hooks = hooks;
    }

    /** Until their endpoint has room for them. */
    void park(List<Delivery> deliveries) {
        park(deliveries, hooks.room().apply(deliveries.getFirst().endpointId()).askAgain(), null);
    }

    void park(List<Delivery> deliveries, Instant lookAgain, Settlement.Enough enough) {
        hooks.settle()
                .accept(deliveries.stream()
                        .<Settlement>map(delivery -> new Settlement.Parked(delivery, lookAgain, enough))
                        .toList());
    }

    /** Those that are to be attempted; settles the others. */
    List<Delivery> sendable(List<Delivery> asked, Endpoint endpoint) {
        var sendable = new ArrayList<Delivery>(asked.size());
        var settled = new ArrayList<Settlement>(0);
        for (Delivery delivery : asked) {
            if (!hooks.isHeld().test(delivery)) {
                hooks.drop().accept(delivery);
                continue;
            }
            Settlement withoutAttempt = settlementWithoutAttempt(delivery, endpoint);
            if (withoutAttempt == null) {
                sendable.add(delivery);
            } else {
                settled.add(withoutAttempt);
            }
        }
        if (!settled.isEmpty()) {
            hooks.settle().accept(settled);
        }
        return sendable;
    }

    /** Null when an attempt is to be made. */
    private Settlement settlementWithoutAttempt(Delivery delivery, Endpoint endpoint) {
        if (delivery.event().isExpunged()) {
            return new Settlement.Abandoned(delivery, NextStep.DeadLetter.PAYLOAD_EXPUNGED);
        }
        if (endpoint == null) {
            return new Settlement.Abandoned(delivery, NextStep.DeadLetter.ENDPOINT_DELETED);
        }
        if (endpoints.isForeign(endpoint.id())) {
            return new Settlement.Parked(delivery, clock.instant());
        }
        return switch (endpoint.status()) {
            case ENABLED ->
                delivery.rendition() instanceof Rendition.Failed failed
                        ? new Settlement.Abandoned(delivery, failed.reason())
                        : enlisted(delivery, endpoint);
            case PAUSED ->
                new Settlement.Parked(
                        delivery, hooks.room().apply(delivery.endpointId()).askAgain());
            case DISABLED -> new Settlement.Abandoned(delivery, NextStep.DeadLetter.ENDPOINT_DISABLED);
        };
    }

    /** What needs an order goes by way of its lane, where at most one is out. */
    private static Settlement enlisted(Delivery delivery, Endpoint endpoint) {
        String lane = endpoint.laneOf(delivery.event().options().orderingKey());
        return lane == null || delivery.isInLane() ? null : new Settlement.Enlisted(delivery, lane);
    }

    /** What was sent together is decided about together: it succeeds, waits or is given up as one. */
    void settle(
            List<Delivery> request, Endpoint endpoint, AttemptId id, Instant startedAt, WebhookClient.Result result) {
        Instant endedAt = clock.instant();
        int step = request.stream().mapToInt(Delivery::step).max().orElseThrow();
        List<Duration> schedule =
                endpoints.retrySchedule(endpoint, request.getFirst().event().type());
        NextStep next = policy.decide(result.outcome(), schedule, step, endedAt);
        Duration duration = Duration.between(startedAt, endedAt);
        UUID group = groupOf(request.getFirst(), endpoint);
        var settled = new ArrayList<Settlement>(request.size());
        for (Delivery delivery : request) {
            settled.add(new Settlement.Attempted(new Attempt(
                    settled.isEmpty() ? id : AttemptId.next(),
                    group == null ? delivery : delivery.inGroup(group),
                    startedAt,
                    duration,
                    result.outcome(),
                    next,
                    result.exchange())));
        }
        hooks.settle().accept(settled);
    }

    /** A batch of one is a batch too: sent again, it has the same id, and nothing must join it; in a lane nothing can. */
    private static UUID groupOf(Delivery first, Endpoint endpoint) {
        if (!endpoint.isBatching() || first.isInLane()) {
            return null;
        }
        return first.group() != null ? first.group() : TypeId.next();
    }
}
