package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Attempt;
import dev.posthorn.delivery.ledger.Deliveries.Room;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Settlement;
import dev.posthorn.delivery.ledger.Trigger;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.delivery.retry.RetryPolicy;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.EndpointId;
import io.vertx.core.Context;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
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
    private final Map<UUID, Gate> gates = new ConcurrentHashMap<>();
    private final Set<UUID> broken = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> inFlightBy = new HashMap<>();
    private final Map<Urgency, TenantTurns> turns = new EnumMap<>(Urgency.class);
    private boolean stopping;

    /** Read by others for the metrics. */
    private volatile int inFlight;

    private volatile int waiting;

    /**
     * @param inFlight requests of this shard that are out at once
     * @param endpointConcurrency requests to one endpoint that are out at once, at most
     * @param endpointQueue deliveries that wait in memory for one endpoint
     */
    record Limits(int inFlight, int endpointConcurrency, int endpointQueue) {}

    /**
     * What a shard asks of the rest; called on its event loop.
     *
     * @param isHeld whether the delivery's lease still holds
     * @param settle records how a delivery left memory
     * @param drop forgets a delivery that is somebody else's by now
     * @param room what an endpoint has room for, paused ones included
     * @param recovered an endpoint's circuit closed: what is parked for it may come
     */
    record Hooks(
            Predicate<Delivery> isHeld,
            Consumer<Settlement> settle,
            Consumer<Delivery> drop,
            Function<EndpointId, Room> room,
            Consumer<UUID> recovered) {}

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

    /** Endpoints whose circuit is open. */
    Set<UUID> broken() {
        return broken;
    }

    /** Whether a delivery may come into memory; an answer of yes takes its endpoint's place for it. Any thread. */
    boolean admit(String tenantId, EndpointId endpointId) {
        var admitted = new boolean[1];
        gates.compute(endpointId.value(), (id, known) -> {
            Gate gate = known != null ? known : newGate(tenantId);
            admitted[0] = gate.admit(clock.instant());
            return gate;
        });
        return admitted[0];
    }

    /** Gives an admitted delivery's place back. Any thread. */
    void forgo(EndpointId endpointId) {
        Gate gate = gates.get(endpointId.value());
        gate.leave();
        context.runOnContext(now -> forgetIfIdle(endpointId.value(), gate));
    }

    /** Any thread. */
    Room room(EndpointId endpointId) {
        Gate gate = gates.get(endpointId.value());
        Instant now = clock.instant();
        return gate == null ? Gate.roomOfUnknown(limits.endpointQueue(), now) : gate.room(now);
    }

    /** Takes admitted deliveries. Any thread. */
    void take(List<Delivery> deliveries) {
        context.runOnContext(now -> {
            deliveries.forEach(this::enqueue);
            pump();
        });
    }

    /** Takes deliveries that are in our name already; parks those that their endpoint has no place for. Any thread. */
    void load(List<Delivery> deliveries) {
        context.runOnContext(now -> {
            for (Delivery delivery : deliveries) {
                if (delivery.trigger() == Trigger.MANUAL) {
                    gateOf(delivery).circuit().tryAt(clock.instant());
                }
                if (admit(delivery.event().tenantId(), delivery.endpointId())) {
                    enqueue(delivery);
                } else {
                    park(delivery);
                }
            }
            pump();
        });
    }

    private void park(Delivery delivery) {
        Instant lookAgain = hooks.room().apply(delivery.endpointId()).askAgain();
        hooks.settle().accept(new Settlement.Parked(delivery, lookAgain));
    }

    private Gate newGate(String tenantId) {
        return new Gate(tenantId, limits.endpointConcurrency(), limits.endpointQueue());
    }

    private Gate gateOf(Delivery delivery) {
        return gates.computeIfAbsent(
                delivery.endpointId().value(), id -> newGate(delivery.event().tenantId()));
    }

    /** Any thread. Starts no more attempts; those that are out end. */
    void stop() {
        context.runOnContext(now -> stopping = true);
    }

    private void enqueue(Delivery delivery) {
        Urgency urgency = Urgency.of(delivery.trigger());
        Lane lane = gateOf(delivery).lane(urgency);
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
                Lane lane = turns.get(urgency).next(this::mayGo);
                if (lane == null) {
                    break;
                }
                Delivery delivery = lane.poll();
                waiting--;
                start(delivery, lane.gate());
                enterTurns(urgency, lane);
            }
        }
    }

    /** A tenant may have as many out as are free, so that slow endpoints of some never take all that the others need. */
    private boolean mayGo(String tenantId) {
        return inFlightBy.getOrDefault(tenantId, 0) < limits.inFlight() - inFlight;
    }

    private void start(Delivery delivery, Gate gate) {
        if (!hooks.isHeld().test(delivery)) {
            hooks.drop().accept(delivery);
            forgetIfIdle(delivery.endpointId().value(), gate);
            return;
        }
        Endpoint endpoint = endpoints.find(delivery.endpointId());
        Settlement withoutAttempt = settlementWithoutAttempt(delivery, endpoint);
        if (withoutAttempt != null) {
            hooks.settle().accept(withoutAttempt);
            forgetIfIdle(delivery.endpointId().value(), gate);
            return;
        }
        gate.inFlight++;
        inFlight++;
        String tenant = delivery.event().tenantId();
        inFlightBy.merge(tenant, 1, Integer::sum);
        var id = AttemptId.next();
        Instant startedAt = clock.instant();
        long startedNanos = System.nanoTime();
        client.send(endpoint, delivery.event(), id, startedAt).onComplete(sent -> {
            gate.inFlight--;
            inFlight--;
            inFlightBy.computeIfPresent(tenant, (same, out) -> out > 1 ? out - 1 : null);
            // The client's future never fails: what goes wrong is an outcome.
            learn(delivery.endpointId().value(), gate, sent.result().outcome(), startedNanos);
            settle(delivery, endpoint, id, startedAt, sent.result());
            for (Urgency urgency : Urgency.values()) {
                enterTurns(urgency, gate.lane(urgency));
            }
            forgetIfIdle(delivery.endpointId().value(), gate);
            pump();
        });
    }

    private void learn(UUID endpoint, Gate gate, AttemptOutcome outcome, long startedNanos) {
        long now = System.nanoTime();
        gate.limit().learn(startedNanos, now, outcome.isWelcome());
        boolean shut = gate.circuit().learn(outcome.isAnswer(), Duration.ofNanos(now - startedNanos), clock.instant());
        if (!gate.circuit().isOpen()) {
            if (broken.remove(endpoint)) {
                hooks.recovered().accept(endpoint);
            }
            return;
        }
        broken.add(endpoint);
        if (shut) {
            parkAll(gate);
        }
    }

    private void parkAll(Gate gate) {
        for (Urgency urgency : Urgency.values()) {
            Lane lane = gate.lane(urgency);
            for (Delivery next = lane.poll(); next != null; next = lane.poll()) {
                waiting--;
                park(next);
            }
        }
    }

    /** Null when an attempt is to be made. */
    private Settlement settlementWithoutAttempt(Delivery delivery, Endpoint endpoint) {
        if (delivery.event().isExpunged()) {
            return new Settlement.Abandoned(delivery, NextStep.DeadLetter.PAYLOAD_EXPUNGED);
        }
        if (endpoint == null) {
            return new Settlement.Abandoned(delivery, NextStep.DeadLetter.ENDPOINT_DELETED);
        }
        return switch (endpoint.status()) {
            case ENABLED -> enlisted(delivery, endpoint);
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

    private void settle(
            Delivery delivery, Endpoint endpoint, AttemptId id, Instant startedAt, WebhookClient.Result result) {
        Instant endedAt = clock.instant();
        NextStep next = policy.decide(result.outcome(), endpoint.retrySchedule(), delivery.step(), endedAt);
        Duration duration = Duration.between(startedAt, endedAt);
        hooks.settle()
                .accept(new Settlement.Attempted(
                        new Attempt(id, delivery, startedAt, duration, result.outcome(), next, result.exchange())));
    }

    private void forgetIfIdle(UUID endpoint, Gate gate) {
        if (gate.isIdle()) {
            // Looked at again under the map's lock: another thread may be taking a place.
            gates.computeIfPresent(endpoint, (id, known) -> known == gate && gate.isIdle() ? null : known);
        }
    }
}
