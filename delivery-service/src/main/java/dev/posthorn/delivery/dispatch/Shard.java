package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Attempt;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Settlement;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.delivery.retry.RetryPolicy;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.AttemptId;
import io.vertx.core.Context;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The deliveries of some endpoints. Everything but the construction happens on the thread of one event loop. */
final class Shard {

    private final Context context;
    private final Endpoints endpoints;
    private final WebhookClient client;
    private final RetryPolicy policy;
    private final InstantSource clock;
    private final Limits limits;
    private final Hooks hooks;
    private final Map<UUID, Gate> gates = new HashMap<>();
    private final Map<Urgency, TenantTurns> turns = new EnumMap<>(Urgency.class);
    private boolean stopping;

    /** Read by others for the metrics. */
    private volatile int inFlight;

    private volatile int waiting;

    /**
     * @param inFlight requests of this shard that are out at once
     * @param endpointConcurrency requests to one endpoint that are out at once
     * @param endpointQueue deliveries that wait for one endpoint
     * @param fullQueuePause for how long those beyond wait on disk
     */
    record Limits(int inFlight, int endpointConcurrency, int endpointQueue, Duration fullQueuePause) {}

    /**
     * What a shard asks of the rest; called on its event loop.
     *
     * @param isHeld whether the delivery's lease still holds
     * @param settle records how a delivery left memory
     * @param drop forgets a delivery that is somebody else's by now
     */
    record Hooks(Predicate<Delivery> isHeld, Consumer<Settlement> settle, Consumer<Delivery> drop) {}

    Shard(
            Context context,
            Endpoints endpoints,
            WebhookClient client,
            RetryPolicy policy,
            InstantSource clock,
            Limits limits,
            Hooks hooks) {
        this.context = context;
        this.endpoints = endpoints;
        this.client = client;
        this.policy = policy;
        this.clock = clock;
        this.limits = limits;
        this.hooks = hooks;
        for (Urgency urgency : Urgency.values()) {
            turns.put(urgency, new TenantTurns());
        }
    }

    int inFlight() {
        return inFlight;
    }

    int waiting() {
        return waiting;
    }

    /** Any thread. */
    void take(List<Delivery> deliveries) {
        context.runOnContext(now -> {
            deliveries.forEach(this::enqueue);
            pump();
        });
    }

    /** Any thread. Starts no more attempts; those that are out end. */
    void stop() {
        context.runOnContext(now -> stopping = true);
    }

    private void enqueue(Delivery delivery) {
        Gate gate = gates.computeIfAbsent(
                delivery.endpointId().value(),
                id -> new Gate(delivery.event().tenantId(), limits.endpointConcurrency()));
        if (gate.waiting >= limits.endpointQueue()) {
            hooks.settle()
                    .accept(new Settlement.Deferred(delivery, clock.instant().plus(limits.fullQueuePause())));
            return;
        }
        Urgency urgency = Urgency.of(delivery.trigger());
        Lane lane = gate.lane(urgency);
        lane.add(delivery);
        waiting++;
        enterTurns(urgency, lane);
    }

    private void enterTurns(Urgency urgency, Lane lane) {
        if (lane.shouldEnterTurns()) {
            turns.get(urgency).enter(lane);
        }
    }

    /** Starts what may go, most urgent first. */
    private void pump() {
        for (Urgency urgency : Urgency.values()) {
            while (!stopping && inFlight < limits.inFlight()) {
                Lane lane = turns.get(urgency).next();
                if (lane == null) {
                    break;
                }
                Delivery delivery = lane.poll();
                waiting--;
                start(delivery);
                enterTurns(urgency, lane);
            }
        }
    }

    private void start(Delivery delivery) {
        Gate gate = gates.get(delivery.endpointId().value());
        if (!hooks.isHeld().test(delivery)) {
            hooks.drop().accept(delivery);
            forgetIfIdle(delivery, gate);
            return;
        }
        Endpoint endpoint = endpoints.find(delivery.endpointId());
        Settlement withoutAttempt = settlementWithoutAttempt(delivery, endpoint);
        if (withoutAttempt != null) {
            hooks.settle().accept(withoutAttempt);
            forgetIfIdle(delivery, gate);
            return;
        }
        gate.inFlight++;
        inFlight++;
        var id = AttemptId.next();
        Instant startedAt = clock.instant();
        client.send(endpoint, delivery.event(), id, startedAt).onComplete(sent -> {
            gate.inFlight--;
            inFlight--;
            // The client's future never fails: what goes wrong is an outcome.
            settle(delivery, endpoint, id, startedAt, sent.result());
            for (Urgency urgency : Urgency.values()) {
                enterTurns(urgency, gate.lane(urgency));
            }
            forgetIfIdle(delivery, gate);
            pump();
        });
    }

    /** Null when an attempt is to be made. */
    private static Settlement settlementWithoutAttempt(Delivery delivery, Endpoint endpoint) {
        if (delivery.event().isExpunged()) {
            return new Settlement.Abandoned(delivery, NextStep.DeadLetter.PAYLOAD_EXPUNGED);
        }
        if (endpoint == null) {
            return new Settlement.Abandoned(delivery, NextStep.DeadLetter.ENDPOINT_DELETED);
        }
        return switch (endpoint.status()) {
            case ENABLED -> null;
            case PAUSED -> new Settlement.Deferred(delivery, Instant.MAX);
            case DISABLED -> new Settlement.Abandoned(delivery, NextStep.DeadLetter.ENDPOINT_DISABLED);
        };
    }

    private void settle(
            Delivery delivery, Endpoint endpoint, AttemptId id, Instant startedAt, WebhookClient.Result result) {
        Instant endedAt = clock.instant();
        NextStep next = policy.decide(result.outcome(), endpoint.retrySchedule(), delivery.step(), endedAt);
        Duration duration = Duration.between(startedAt, endedAt);
        hooks.settle()
                .accept(new Settlement.Attempted(
                        new Attempt(id, delivery, startedAt, duration, result.outcome(), next, result.exchange())));
    }

    private void forgetIfIdle(Delivery delivery, Gate gate) {
        if (gate.isIdle()) {
            gates.remove(delivery.endpointId().value());
        }
    }
}
