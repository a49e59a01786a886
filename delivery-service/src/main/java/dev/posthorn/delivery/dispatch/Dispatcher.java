package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.AttemptJournal;
import dev.posthorn.delivery.ledger.Deliveries;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Instance;
import dev.posthorn.delivery.ledger.MemoryBudget;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Rendition;
import dev.posthorn.delivery.ledger.Unparking;
import dev.posthorn.delivery.pace.SlotReservations;
import dev.posthorn.delivery.retry.RetryConfig;
import dev.posthorn.delivery.retry.RetryPolicy;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.egress.AddressRules;
import dev.posthorn.foundation.egress.EgressConfig;
import dev.posthorn.foundation.id.EndpointId;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Spreads deliveries over the shards, and keeps what they hold within memory's bounds. Any thread. */
@ApplicationScoped
public class Dispatcher implements Deliveries {

    /** What a delivery costs beside its event, roughly. */
    private static final int DELIVERY_OVERHEAD = 256;

    /** Its resumption is heard of at once, by the instances that are there. */
    private static final Duration WHILE_PAUSED = Duration.ofSeconds(15);

    private final InstantSource clock = InstantSource.system();
    private final SharedMemory memory;
    private final Endpoints endpoints;
    private final Renditions renditions;
    private final List<Shard> shards;

    Dispatcher(
            Vertx vertx,
            DispatchConfig config,
            RetryConfig retries,
            EgressConfig egress,
            Endpoints endpoints,
            Renditions renditions,
            Instance instance,
            AttemptJournal journal,
            Unparking unparking,
            SlotReservations slots,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.memory = new SharedMemory(config.memory().asLongValue());
        this.endpoints = endpoints;
        this.renditions = renditions;
        int count = Runtime.getRuntime().availableProcessors();
        var limits = new Shard.Limits(
                Math.max(1, config.maxInFlight() / count),
                config.endpointConcurrency(),
                config.endpointQueue(),
                config.batchHeld());
        var hooks = new Shard.Hooks(
                delivery -> instance.holds(delivery.batch()),
                journal::settle,
                journal::drop,
                this::roomFor,
                unparking::recovered,
                slots,
                instance::shareOf);
        var policy = new RetryPolicy(retries.retryAfterCap(), RandomGenerator.getDefault());
        var rules = AddressRules.of(egress);
        var proxy = EgressProxy.options(egress);
        var sender = new WebhookClient.Sender("Posthorn/" + version, endpoints.ownRegion());
        this.shards = IntStream.range(0, count)
                .mapToObj(number -> {
                    var context = ((VertxInternal) vertx).createEventLoopContext();
                    var addresses = new Addresses(context, rules, config.addressLifetime());
                    var clients = new Clients(vertx, config, proxy);
                    var client = new WebhookClient(vertx, addresses, clients, config, sender);
                    return new Shard(context, endpoints, client, policy, clock, limits, hooks);
                })
                .toList();
    }

    @Override
    public boolean admit(AcceptedEvent event, EndpointId endpoint) {
        Priority priority = event.options().priority();
        if (isPaused(endpoint)
                || endpoints.isForeign(endpoint)
                || !memory.tryTake(event.tenantId(), costOf(event), priority == Priority.HIGH)) {
            return false;
        }
        if (!shardOf(endpoint).admit(event.tenantId(), endpoint, priority)) {
            memory.giveBack(event.tenantId(), costOf(event));
            return false;
        }
        return true;
    }

    @Override
    public Room roomFor(EndpointId endpoint) {
        if (endpoints.isForeign(endpoint)) {
            // At once, for those whose it is.
            return new Room(0, clock.instant());
        }
        return isPaused(endpoint)
                ? new Room(0, clock.instant().plus(WHILE_PAUSED))
                : shardOf(endpoint).room(endpoint);
    }

    private boolean isPaused(EndpointId id) {
        Endpoint endpoint = endpoints.find(id);
        return endpoint != null && endpoint.status() == Endpoint.Status.PAUSED;
    }

    @Override
    public Set<UUID> broken() {
        return shards.stream().flatMap(shard -> shard.broken().stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<UUID> behind() {
        return shards.stream().flatMap(shard -> shard.behind().stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void caughtUp(UUID endpoint) {
        shardOf(new EndpointId(endpoint)).caughtUp(endpoint);
    }

    @Override
    public boolean hasRoom() {
        return memory.hasRoomForOld();
    }

    @Override
    public void forgo(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            shardOf(delivery.endpointId()).forgo(delivery.endpointId());
        }
        release(deliveries);
    }

    @Override
    public void take(List<Delivery> deliveries) {
        renditions.prepare(deliveries, ready -> handOn(ready, Shard::take));
    }

    @Override
    public void load(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            memory.take(delivery.event().tenantId(), costOf(delivery.event()));
        }
        renditions.prepare(deliveries, ready -> handOn(ready, Shard::load));
    }

    private void handOn(List<Delivery> deliveries, BiConsumer<Shard, List<Delivery>> how) {
        for (Delivery delivery : deliveries) {
            if (delivery.rendition() != null) {
                memory.take(delivery.event().tenantId(), costOf(delivery.rendition()));
            }
        }
        deliveries.stream()
                .collect(Collectors.groupingBy(delivery -> shardOf(delivery.endpointId())))
                .forEach(how);
    }

    private Shard shardOf(EndpointId endpoint) {
        return shards.get(Math.floorMod(endpoint.hashCode(), shards.size()));
    }

    @Override
    public void release(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            memory.giveBack(delivery.event().tenantId(), costOf(delivery.event()) + costOf(delivery.rendition()));
        }
    }

    void stop() {
        shards.forEach(Shard::stop);
    }

    int inFlight() {
        return shards.stream().mapToInt(Shard::inFlight).sum();
    }

    int waiting() {
        return shards.stream().mapToInt(Shard::waiting).sum();
    }

    long memoryUsed() {
        return memory.used();
    }

    private static long costOf(Rendition rendition) {
        return switch (rendition) {
            case Rendition.Transformed transformed -> transformed.event().payload().length;
            case Rendition.Failed _ -> 0;
            case null -> 0;
        };
    }

    /** An event's payload is in memory once, for all of its endpoints. */
    private static long costOf(AcceptedEvent event) {
        return MemoryBudget.costOf(event) / Math.max(1, event.endpoints().size()) + DELIVERY_OVERHEAD;
    }
}
