package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Attempt.Exchange;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.secret.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sends webhooks. Belongs to one event loop's thread. */
final class WebhookClient {

    private final Vertx vertx;
    private final Addresses addresses;
    private final Clients clients;
    private final AccessTokens tokens;
    private final DispatchConfig config;
    private final Sender sender;

    /**
     * Who sends.
     *
     * @param region of this instance; null for none
     */
    record Sender(String userAgent, String region) {}

    WebhookClient(Vertx vertx, Addresses addresses, Clients clients, DispatchConfig config, Sender sender) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.clients = clients;
        this.tokens = new AccessTokens(new TokenServer(vertx, addresses, clients)::ask, InstantSource.system());
        this.config = config;
        this.sender = sender;
    }

    /** What came of a request, and what was sent and received. */
    record Result(AttemptOutcome outcome, Exchange exchange) {}

    /**
     * Never fails: what goes wrong is an outcome. Ends within the endpoint's timeout.
     *
     * @param events as {@link Webhook#of} takes them
     */
    Future<Result> send(Endpoint endpoint, List<AcceptedEvent> events, AttemptId attempt, Instant at) {
        var target = new Target(endpoint.urlFor(events.getFirst().options().region(), sender.region()));
        Webhook webhook;
        try {
            webhook = Webhook.of(events, endpoint, attempt, at, sender.userAgent());
        } catch (RuntimeException e) {
            // A payload that cannot be written in the endpoint's format must not cost a slot for good.
            return Future.succeededFuture(unmade(target, e));
        }
        var exchange = new PendingExchange(target, endpoint.timeout(), webhook, config);
        long timer = vertx.setTimer(endpoint.timeout().toMillis(), id -> exchange.timeOut());
        var result = exchange.result().onComplete(done -> vertx.cancelTimer(timer));
        switch (endpoint.form().credentials()) {
            case null -> send(exchange, clients.of(target), null);
            case Credentials.Fixed _ -> send(exchange, clients.of(target), null);
            case Credentials.OAuth2 credentials -> sendWithToken(exchange, endpoint, credentials);
            case Credentials.MutualTls credentials -> {
                var lent = clients.lend(credentials);
                result.onComplete(done -> lent.giveBack());
                send(exchange, lent.client(), null);
            }
        }
        return result;
    }

    private static Result unmade(Target target, RuntimeException failure) {
        return new Result(
                new AttemptOutcome.Unreachable(
                        AttemptOutcome.Cause.CONNECTION, "The request cannot be made: " + failure.getMessage()),
                new Exchange(target.url().toString(), Map.of(), null, null));
    }

    private void sendWithToken(PendingExchange exchange, Endpoint endpoint, Credentials.OAuth2 credentials) {
        UUID id = endpoint.id().value();
        tokens.find(id, credentials)
                .onSuccess(token -> {
                    send(exchange, clients.of(exchange.target()), token);
                    exchange.result()
                            .map(result -> result.outcome().statusCode())
                            .onSuccess(status -> {
                                if (status != null && status == 401) {
                                    tokens.refused(id, token);
                                }
                            });
                })
                .onFailure(exchange::fail);
    }

    /** @param token null for none */
    private void send(PendingExchange exchange, HttpClient client, Secret token) {
        try {
            addresses
                    .resolve(exchange.target().name())
                    .compose(address -> exchange.isOver()
                            ? Future.failedFuture("too late")
                            : client.request(options(exchange, address, token)))
                    .onSuccess(request -> exchange.send(
                            request, Buffer.buffer(exchange.webhook().body())))
                    .onFailure(exchange::fail);
        } catch (RuntimeException e) {
            // A URL or header that the client does not take must not cost a slot for good.
            exchange.fail(e);
        }
    }

    private RequestOptions options(PendingExchange exchange, InetAddress address, Secret token) {
        RequestOptions options = clients.post(exchange.target(), address);
        exchange.webhook().headers().forEach(options::addHeader);
        if (token != null) {
            options.putHeader("Authorization", "Bearer " + token.reveal());
        }
        return options;
    }
}
