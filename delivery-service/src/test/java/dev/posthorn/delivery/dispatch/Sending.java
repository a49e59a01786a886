package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.foundation.egress.AddressRules;
import dev.posthorn.foundation.id.AttemptId;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.ProxyOptions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client for webhooks on an event loop of its own, as a shard has it. */
final class Sending {

    private final Context context;
    private final WebhookClient client;

    private Sending(Context context, WebhookClient client) {
        this.context = context;
        this.client = client;
    }

    /** Nothing is forgotten between two requests but addresses. */
    static Sending over(Vertx vertx, AddressRules rules, ProxyOptions proxy) {
        var context = ((VertxInternal) vertx).createEventLoopContext();
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DispatchConfig.class)
                .build()
                .getConfigMapping(DispatchConfig.class);
        var addresses = new Addresses(context, rules, Duration.ZERO);
        var sender = new WebhookClient.Sender("Posthorn/test", "here");
        return new Sending(
                context, new WebhookClient(vertx, addresses, new Clients(vertx, config, proxy), config, sender));
    }

    static Sending over(Vertx vertx) {
        return over(vertx, new AddressRules(true), null);
    }

    CompletableFuture<WebhookClient.Result> begin(Endpoint endpoint, AcceptedEvent... events) {
        var result = new CompletableFuture<WebhookClient.Result>();
        context.runOnContext(now -> {
            Future<WebhookClient.Result> sent = client.send(endpoint, List.of(events), AttemptId.next(), Instant.now());
            sent.onComplete(done -> result.complete(done.result()));
        });
        return result;
    }

    WebhookClient.Result send(Endpoint endpoint, AcceptedEvent... events) throws Exception {
        return begin(endpoint, events).get(20, TimeUnit.SECONDS);
    }
}
