package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AttemptJournal;
import dev.posthorn.delivery.ledger.Deliveries;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Instance;
import dev.posthorn.delivery.ledger.MemoryBudget;
import dev.posthorn.delivery.retry.RetryConfig;
import dev.posthorn.delivery.retry.RetryPolicy;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.egress.AddressRules;
import dev.posthorn.foundation.egress.EgressConfig;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Spreads deliveries over the shards, and keeps what they hold within memory's bounds. Any thread. */
@ApplicationScoped
public class Dispatcher implements Deliveries {

    private final MemoryBudget memory;
    private final List<Shard> shards;

    Dispatcher(
            Vertx vertx,
            DispatchConfig config,
            RetryConfig retries,
            EgressConfig egress,
            Endpoints endpoints,
            Instance instance,
            AttemptJournal journal,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.memory = new MemoryBudget(config.memory().asLongValue());
        int count = Runtime.getRuntime().availableProcessors();
        var limits = new Shard.Limits(
                Math.max(1, config.maxInFlight() / count),
                config.endpointConcurrency(),
                config.endpointQueue(),
                config.fullQueuePause());
        var hooks = new Shard.Hooks(
                delivery -> instance.holds(delivery.batch()), journal::settle, delivery -> release(List.of(delivery)));
        var policy = new RetryPolicy(retries.retryAfterCap(), RandomGenerator.getDefault());
        var rules = new AddressRules(egress.allowLoopback());
        var clock = InstantSource.system();
        this.shards = IntStream.range(0, count)
                .mapToObj(number -> {
                    var context = ((VertxInternal) vertx).createEventLoopContext();
                    var addresses = new Addresses(context, rules, config.addressLifetime());
                    var client = new WebhookClient(vertx, addresses, config, "Posthorn/" + version);
                    return new Shard(context, endpoints, client, policy, clock, limits, hooks);
                })
                .toList();
    }

    @Override
    public boolean reserve(List<Delivery> deliveries) {
        return memory.tryTake(costOf(deliveries));
    }

    @Override
    public boolean hasRoom() {
        return memory.hasRoom();
    }

    @Override
    public void forgo(List<Delivery> deliveries) {
        release(deliveries);
    }

    @Override
    public void take(List<Delivery> deliveries) {
        var parts = new ArrayList<List<Delivery>>();
        shards.forEach(shard -> parts.add(new ArrayList<>()));
        for (Delivery delivery : deliveries) {
            parts.get(Math.floorMod(delivery.endpointId().hashCode(), shards.size()))
                    .add(delivery);
        }
        for (int at = 0; at < parts.size(); at++) {
            if (!parts.get(at).isEmpty()) {
                shards.get(at).take(parts.get(at));
            }
        }
    }

    @Override
    public void release(List<Delivery> deliveries) {
        memory.giveBack(costOf(deliveries));
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

    private static long costOf(List<Delivery> deliveries) {
        long cost = 0;
        for (Delivery delivery : deliveries) {
            cost += MemoryBudget.costOf(delivery.event());
        }
        return cost;
    }
}
