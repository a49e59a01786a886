package dev.posthorn.delivery.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthorn.delivery.ledger.Acceptance;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.error.TransportErrors;
import dev.posthorn.foundation.identity.ApiKeyCallers;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.overload.RequestMemory;
import dev.posthorn.replica.CatalogReplica;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The short way of publishing, for what nearly every request is: JSON under an API key. The framework's layers cost more than
 * all that publishing itself does (decision 8).
 *
 * <p>It answers just as {@link EventsResource} does, which describes the operations. Whatever is unusual about a request,
 * such as an access token, an unknown key, a tenant that is not known yet or a body of unknown length, is seen before the
 * body is read, and left to it.
 */
@ApplicationScoped
class PublishingRoute {

    /** Before the handlers of the framework, which are for the long way. */
    private static final int FIRST = -10_000;

    private static final String PATH = "/v1/tenants/:tenant/events";
    private static final String JSON = "application/json";
    private static final String CLOUD_EVENT = "ce-specversion";

    private final Publishing publishing;
    private final ApiKeyCallers callers;
    private final CatalogReplica catalog;
    private final RequestMemory memory;
    private final TransportErrors errors;
    private final ObjectMapper mapper;
    private final long greatestBody;

    PublishingRoute(
            Publishing publishing,
            ApiKeyCallers callers,
            CatalogReplica catalog,
            RequestMemory memory,
            TransportErrors errors,
            ObjectMapper mapper,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize greatestBody) {
        this.publishing = publishing;
        this.callers = callers;
        this.catalog = catalog;
        this.memory = memory;
        this.errors = errors;
        this.mapper = mapper;
        this.greatestBody = greatestBody.asLongValue();
    }

    /** Makes an event's, or a batch's, submission out of a body. */
    @FunctionalInterface
    private interface Reading {
        CompletionStage<List<Acceptance>> publish(String tenant, byte[] body, String idempotencyKey);
    }

    /** What a request is answered with when all of it was kept. */
    @FunctionalInterface
    private interface Answer {
        Object to(List<Acceptance> acceptances);
    }

    void addTo(@Observes Router router) {
        router.post(PATH)
                .order(FIRST)
                .handler(context -> begin(context, publishing::publish, all -> EventsResource.summary(all.getFirst())));
        router.post(PATH + "/batch")
                .order(FIRST)
                .handler(context -> begin(context, publishing::publishBatch, EventsResource::summaries));
    }

    private void begin(RoutingContext context, Reading reading, Answer answer) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (!ApiKeyCallers.isApiKey(authorization) || !isUsual(context.request())) {
            context.next();
            return;
        }
        String tenant = context.pathParam("tenant");
        context.request().pause();
        callers.find(authorization)
                .subscribe()
                .with(
                        caller -> {
                            if (caller != null
                                    && caller.may(Permission.PUBLISH, tenant)
                                    && catalog.current().tenant(tenant) != null) {
                                read(context, tenant, reading, answer);
                            } else {
                                context.next();
                            }
                        },
                        failure -> context.next());
    }

    private boolean isUsual(HttpServerRequest request) {
        long length = length(request);
        return JSON.equalsIgnoreCase(request.getHeader(HttpHeaders.CONTENT_TYPE))
                && length > 0
                && length <= greatestBody
                && request.getHeader(CLOUD_EVENT) == null
                && accepts(request.getHeader(HttpHeaders.ACCEPT));
    }

    /** Negative when it is not told. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException leftToTheServer) {
            return -1;
        }
    }

    private static boolean accepts(String accept) {
        return accept == null || accept.contains("*/*") || accept.contains(JSON);
    }

    private void read(RoutingContext context, String tenant, Reading reading, Answer answer) {
        long taken = RequestMemory.OVERHEAD + length(context.request());
        try {
            memory.take(taken);
        } catch (ApiException refusal) {
            context.request().resume();
            errors.answer(context, refusal);
            return;
        }
        // Also called when the connection breaks.
        context.addEndHandler(ended -> memory.giveBack(taken));
        String idempotencyKey = context.request().getHeader("Idempotency-Key");
        context.request().bodyHandler(body -> publish(context, reading, answer, tenant, body, idempotencyKey));
        context.request().resume();
    }

    private void publish(
            RoutingContext context, Reading reading, Answer answer, String tenant, Buffer body, String idempotencyKey) {
        try {
            var loop = context.vertx().getOrCreateContext();
            reading.publish(tenant, body.getBytes(), idempotencyKey)
                    .whenComplete((all, failure) -> loop.runOnContext(now -> end(context, answer, all, failure)));
        } catch (RuntimeException refusal) {
            errors.answer(context, refusal);
        }
    }

    private void end(RoutingContext context, Answer answer, List<Acceptance> all, Throwable failure) {
        if (failure != null) {
            errors.answer(context, causeOf(failure));
            return;
        }
        try {
            byte[] body = mapper.writeValueAsBytes(answer.to(all));
            if (EventsResource.isRepeated(all)) {
                context.response().putHeader(EventsResource.REPLAYED, "true");
            }
            context.response().setStatusCode(202).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
            // Whoever has hung up does not want the answer.
            context.response().end(Buffer.buffer(body));
        } catch (ApiException refusal) {
            errors.answer(context, refusal);
        } catch (JsonProcessingException impossible) {
            errors.answer(context, impossible);
        }
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
