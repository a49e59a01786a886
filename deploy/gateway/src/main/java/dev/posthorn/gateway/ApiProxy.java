package dev.posthorn.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Sends requests below {@code /v1} to the services that own them. Runs on the event loops; nothing in it blocks. */
@ApplicationScoped
class ApiProxy {

    private static final Logger LOG = Logger.getLogger(ApiProxy.class);

    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(2);
    /** Live streams hold a connection each, so that a small pool would run dry. */
    private static final int CONNECTIONS_PER_SERVICE = 1024;

    private final Map<Service, HttpProxy> proxies = new EnumMap<>(Service.class);

    ApiProxy(Vertx vertx, GatewayConfig config) {
        var client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(TIME_TO_CONNECT.toMillis()))
                .setMaxPoolSize(CONNECTIONS_PER_SERVICE)
                // Shorter than the services keep idle connections: a request must not meet one that is just closing.
                .setKeepAliveTimeout(60)
                // Answers go through as they are, compressed or not.
                .setDecompressionSupported(false));
        for (var service : Service.values()) {
            var instances = new Instances(config.urls(service));
            var proxy = HttpProxy.reverseProxy(client);
            proxy.origin(instances::open);
            proxies.put(service, proxy.addInterceptor(new StandIn(service, instances)));
        }
    }

    void register(@Observes Router router) {
        router.route("/v1").handler(this::forward);
        router.route("/v1/*").handler(this::forward);
    }

    private void forward(RoutingContext context) {
        var request = context.request();
        var address = context.request().remoteAddress();
        // The gateway is the first of ours: what a caller claims about earlier hops is not passed on.
        request.headers()
                .set("X-Forwarded-For", address == null ? "unknown" : address.hostAddress())
                .set("X-Forwarded-Proto", request.scheme())
                .set("X-Forwarded-Host", String.valueOf(request.authority()))
                .remove("Forwarded");
        proxies.get(Service.of(context.normalizedPath())).handle(request);
    }

    /** Answers in the service's place when it gives no answer. */
    private record StandIn(Service service, Instances instances) implements ProxyInterceptor {

        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            return context.sendRequest()
                    .onComplete(done -> instances.answered(context))
                    .recover(failure -> Future.succeededFuture(answer(context, failure)));
        }

        private ProxyResponse answer(ProxyContext context, Throwable failure) {
            var request = context.request().proxiedRequest();
            var error = GatewayError.of(service, failure, request.getHeader("traceparent"));
            LOG.warnf(
                    "%s %s: %s (%s), trace %s",
                    request.method(), request.path(), error.message(), failure.getMessage(), error.traceId());
            var answer = context.request()
                    .release()
                    .response()
                    .setStatusCode(error.status())
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store");
            if (error.status() == 503) {
                answer.putHeader("Retry-After", "2");
            }
            return answer.setBody(Body.body(error.body()));
        }
    }
}
