package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Attempt.Exchange;
import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.foundation.id.AttemptId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/** Sends webhooks. Belongs to one event loop's thread. */
final class WebhookClient {

    private final Vertx vertx;
    private final Addresses addresses;
    private final DispatchConfig config;
    private final String userAgent;
    private final String region;
    private final HttpClient plain;
    private final HttpClient tls;

    WebhookClient(Vertx vertx, Addresses addresses, DispatchConfig config, String userAgent, String region) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.config = config;
        this.userAgent = userAgent;
        this.region = region;
        // Lanes bound how many requests an endpoint gets; the pool must not be what makes them wait. It counts by
        // address, which endpoints of several tenants may share: a pool as small as a lane would let a slow endpoint
        // hold up the others at the same receiver.
        var pool = new PoolOptions().setHttp1MaxSize(config.maxInFlight()).setHttp2MaxSize(2);
        this.plain = vertx.createHttpClient(options(), pool);
        this.tls = vertx.createHttpClient(
                options().setSsl(true).setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2), pool);
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(30)
                .setHttp2KeepAliveTimeout(30)
                .setConnectTimeout(10_000)
                .setTcpNoDelay(true)
                .setVerifyHost(true);
    }

    /** What came of a request, and what was sent and received. */
    record Result(AttemptOutcome outcome, Exchange exchange) {}

    /** Never fails: what goes wrong is an outcome. Ends within the endpoint's timeout. */
    Future<Result> send(Endpoint endpoint, List<AcceptedEvent> events, AttemptId attempt, Instant at) {
        var target = new Target(endpoint.urlFor(events.getFirst().options().region(), region));
        var webhook = Webhook.of(events, endpoint, attempt, at, userAgent);
        var exchange = new PendingExchange(target, endpoint.timeout(), webhook, config);
        long timer = vertx.setTimer(endpoint.timeout().toMillis(), id -> exchange.timeOut());
        try {
            addresses
                    .resolve(target.name())
                    .compose(address -> exchange.isOver()
                            ? Future.failedFuture("too late")
                            : client(target).request(options(target, address, webhook)))
                    .onSuccess(request -> exchange.send(request, Buffer.buffer(webhook.body())))
                    .onFailure(exchange::fail);
        } catch (RuntimeException e) {
            // A URL or header that the client does not take must not cost a slot for good.
            exchange.fail(e);
        }
        return exchange.result().onComplete(done -> vertx.cancelTimer(timer));
    }

    private HttpClient client(Target target) {
        return target.isTls() ? tls : plain;
    }

    /** Connects to the address that was checked, while Host, SNI and the certificate's check keep to the name. */
    private static RequestOptions options(Target target, InetAddress address, Webhook webhook) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.isTls())
                .setFollowRedirects(false)
                .setURI(target.resource());
        webhook.headers().forEach(options::addHeader);
        return options;
    }
}
