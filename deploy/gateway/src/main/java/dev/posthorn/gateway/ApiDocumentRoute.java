package dev.posthorn.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Answers {@code /openapi.json} with what the services say of themselves at that moment. */
@ApplicationScoped
class ApiDocumentRoute {

    private static final int PATIENCE_MILLIS = 5_000;

    private final HttpClient client;
    private final GatewayConfig config;
    private final String version;

    ApiDocumentRoute(
            Vertx vertx, GatewayConfig config, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(2_000));
        this.config = config;
        this.version = version;
    }

    void register(@Observes Router router) {
        router.get("/openapi.json").handler(this::answer);
    }

    private record Fetched(Service service, JsonObject document) {}

    private void answer(RoutingContext context) {
        List<Future<Fetched>> fetching = new ArrayList<>();
        for (var service : List.of(Service.SUBSCRIPTION, Service.DELIVERY, Service.MONITORING)) {
            fetching.add(fetch(service).onFailure(failure -> unavailable(context, service, failure)));
        }
        Future.all(fetching).onSuccess(all -> {
            var joined = new ApiDocument(version);
            for (Fetched one : all.<Fetched>list()) {
                joined.add(one.service(), one.document());
            }
            context.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-cache")
                    .end(joined.join().toBuffer());
        });
    }

    /** From the first of its instances that answers: they all say the same. */
    private Future<Fetched> fetch(Service service) {
        var instances = config.urls(service).iterator();
        var fetched = fetch(service, instances.next());
        while (instances.hasNext()) {
            var next = instances.next();
            fetched = fetched.recover(failure -> fetch(service, next));
        }
        return fetched;
    }

    private Future<Fetched> fetch(Service service, URI instance) {
        var request = new RequestOptions()
                .setAbsoluteURI(instance.resolve("/q/openapi?format=json").toString())
                .setTimeout(PATIENCE_MILLIS);
        return client.request(request)
                .compose(opened -> opened.send())
                .compose(ApiDocumentRoute::body)
                .map(body -> new Fetched(service, body.toJsonObject()));
    }

    private static Future<Buffer> body(HttpClientResponse answer) {
        return answer.statusCode() == 200
                ? answer.body()
                : Future.failedFuture("It answered with " + answer.statusCode());
    }

    /** Half a document would look like a smaller API. */
    private static void unavailable(RoutingContext context, Service service, Throwable failure) {
        if (context.response().ended()) {
            return;
        }
        var error = GatewayError.of(service, failure, context.request().getHeader("traceparent"));
        context.response()
                .setStatusCode(error.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("Retry-After", "2")
                .end(error.body());
    }
}
