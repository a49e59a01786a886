package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Attempt;
import dev.posthorn.delivery.ledger.Deliveries.Room;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Rendition;
import dev.posthorn.delivery.ledger.Settlement;
import dev.posthorn.delivery.ledger.Trigger;
import dev.posthorn.delivery.pace.SlotReservations;
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
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/** The deliveries of some endpoints. Everything but the construction happens on the thread of one event loop. */
final class Shard {

    private static final Urgency[] URGENCIES = Urgency.values();

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
    private final LowTurns lowTurns = new LowTurns();
    private final Pacing pacing;
    private final Set<UUID> behind = ConcurrentHashMap.newKeySet();
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
     * @param slots where those of rate-limited endpoints are reserved
     * @param share of a number of requests at once that all instances may have out, this one's
     */
    record Hooks(
            Predicate<Delivery> isHeld,
            Consumer<Settlement> settle,
            Consumer<Delivery> drop,
            Function<EndpointId, Room> room,
            Consumer<UUID> recovered,
            SlotReservations slots,
            IntUnaryOperator share) {}

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
        this.pacing = new Pacing(context, hooks.slots(), this::atSlot);
        for (Urgency urgency : URGENCIES) {
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

    /** Whether a new delivery may come into memory; an answer of yes takes its endpoint's place for it. Any thread. */
    boolean admit(String tenantId, EndpointId endpointId, Priority priority) {
        return admit(tenantId, endpointId, gate -> gate.admitNew(clock.instant(), priority == Priority.HIGH));
    }

    private boolean admit(String tenantId, EndpointId endpointId, Predicate<Gate> asking) {
        var admitted = new boolean[1];
        gates.compute(endpointId.value(), (id, known) -> {
            Gate gate = known != null ? known : newGate(tenantId, endpointId);
            admitted[0] = asking.test(gate);
            if (gate.isBehind()) {
                behind.add(id);
            }
            return gate;
        });
        return admitted[0];
    }

    /** Rate-limited endpoints whose new deliveries are sent to the disk, behind the older ones there. Any thread. */
    Set<UUID> behind() {
        return behind;
    }

    /** Nothing waits on disk for it any more. Any thread. */
    void caughtUp(UUID endpoint) {
        behind.remove(endpoint);
        gates.computeIfPresent(endpoint, (id, gate) -> {
            gate.caughtUp();
            return gate;
        });
        context.runOnContext(now -> forgetIfIdle(endpoint, gates.get(endpoint)));
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
        return (gate == null ? newGate("", endpointId) : gate).room(now);
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
                boolean high = Urgency.of(delivery).isHigh();
                if (admit(
                        delivery.event().tenantId(),
                        delivery.endpointId(),
                        gate -> gate.admit(clock.instant(), high))) {
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

    private Gate newGate(String tenantId, EndpointId endpointId) {
        var gate = new Gate(tenantId, limits.endpointConcurrency(), limits.endpointQueue());
        Endpoint endpoint = endpoints.find(endpointId);
        if (endpoint != null) {
            follow(gate, endpoint);
        }
        return gate;
    }

    private void follow(Gate gate, Endpoint endpoint) {
        Integer concurrency = endpoint.pace().concurrency();
        gate.follow(
                endpoint.pace().rateLimit(),
                concurrency == null
                        ? limits.endpointConcurrency()
                        : hooks.share().applyAsInt(concurrency));
    }

    private Gate gateOf(Delivery delivery) {
        return gates.computeIfAbsent(
                delivery.endpointId().value(), id -> newGate(delivery.event().tenantId(), delivery.endpointId()));
    }

    /** Any thread. Starts no more attempts; those that are out end. */
    void stop() {
        context.runOnContext(now -> stopping = true);
    }

    private void enqueue(Delivery delivery) {
        Gate gate = gateOf(delivery);
        gate.lane(Urgency.of(delivery)).add(delivery);
        waiting++;
        enterTurns(delivery.endpointId(), gate);
    }

    /** Lets what waits at the gate have its turn as soon as it may go. */
    private void enterTurns(EndpointId endpoint, Gate gate) {
        for (Lane lane : gate.lanes()) {
            if (lane.shouldEnterTurns()) {
                turns.get(lane.urgency()).enter(lane);
            }
        }
        if (gate.slots() != null && !stopping) {
            pacing.awaitSlot(endpoint, gate, gate.slots());
        }
    }

    private void atSlot(EndpointId endpoint, Gate gate) {
        enterTurns(endpoint, gate);
        pump();
    }

    /** Starts what may go, most urgent first. */
    private void pump() {
        while (!stopping && inFlight < limits.inFlight()) {
            Lane turn = nextTurn();
            if (turn == null) {
                return;
            }
            lowTurns.count();
            Lane lane = turn.gate().served(turn);
            Delivery delivery = lane.poll();
            waiting--;
            start(delivery, lane);
            enterTurns(delivery.endpointId(), lane.gate());
        }
    }

    /** Null when nothing may go. */
    private Lane nextTurn() {
        Urgency low = lowTurns.next(urgency -> !turns.get(urgency).isEmpty());
        Lane lane = low == null ? null : nextTurn(low);
        for (int place = 0; lane == null && place < URGENCIES.length; place++) {
            lane = nextTurn(URGENCIES[place]);
        }
        return lane;
    }

    private Lane nextTurn(Urgency urgency) {
        TenantTurns ofUrgency = turns.get(urgency);
        return ofUrgency.isEmpty() ? null : ofUrgency.next(tenant -> mayGo(tenant, urgency));
    }

    /**
     * A tenant may have as many out as are free, so that slow endpoints of some never take all that the others need. For
     * what is urgent some more are there, so that it does not wait for its own tenant's slow ones.
     */
    private boolean mayGo(String tenantId, Urgency urgency) {
        int free = limits.inFlight() - inFlight;
        int reserve = urgency.isHigh() ? limits.inFlight() / 20 : 0;
        return inFlightBy.getOrDefault(tenantId, 0) < free + reserve;
    }

    private void start(Delivery delivery, Lane lane) {
        Gate gate = lane.gate();
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
        follow(gate, endpoint);
        if (!gate.isOpen()) {
            // Its limits are new.
            lane.putBack(delivery);
            waiting++;
            return;
        }
        gate.start();
        inFlight++;
        String tenant = delivery.event().tenantId();
        inFlightBy.merge(tenant, 1, Integer::sum);
        var id = AttemptId.next();
        Instant startedAt = clock.instant();
        long startedNanos = System.nanoTime();
        client.send(endpoint, List.of(delivery.sent()), id, startedAt).onComplete(sent -> {
            gate.inFlight--;
            inFlight--;
            inFlightBy.computeIfPresent(tenant, (same, out) -> out > 1 ? out - 1 : null);
            // The client's future never fails: what goes wrong is an outcome.
            learn(delivery.endpointId().value(), gate, sent.result().outcome(), startedNanos);
            settle(delivery, endpoint, id, startedAt, sent.result());
            enterTurns(delivery.endpointId(), gate);
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
        for (Lane lane : gate.lanes()) {
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

    private void settle(
            Delivery delivery, Endpoint endpoint, AttemptId id, Instant startedAt, WebhookClient.Result result) {
        Instant endedAt = clock.instant();
        List<Duration> schedule =
                endpoints.retrySchedule(endpoint, delivery.event().type());
        NextStep next = policy.decide(result.outcome(), schedule, delivery.step(), endedAt);
        Duration duration = Duration.between(startedAt, endedAt);
        hooks.settle()
                .accept(new Settlement.Attempted(
                        new Attempt(id, delivery, startedAt, duration, result.outcome(), next, result.exchange())));
    }

    private void forgetIfIdle(UUID endpoint, Gate gate) {
        if (gate != null && gate.isIdle()) {
            // Looked at again under the map's lock: another thread may be taking a place.
            gates.computeIfPresent(endpoint, (id, known) -> known == gate && gate.isIdle() ? null : known);
        }
    }
}
