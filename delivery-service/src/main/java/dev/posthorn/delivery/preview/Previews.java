package dev.posthorn.delivery.preview;

import dev.posthorn.delivery.dispatch.WebhookPreview;
import dev.posthorn.delivery.dispatch.WebhookPreview.Result;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.routing.Choice;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.SubscriptionPattern;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.expression.Expression;
import dev.posthorn.foundation.expression.ExpressionException;
import dev.posthorn.foundation.id.EventId;
import jakarta.enterprise.context.ApplicationScoped;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Works out a preview. */
@ApplicationScoped
class Previews {

    private final WebhookPreview webhooks;

    Previews(WebhookPreview webhooks) {
        this.webhooks = webhooks;
    }

    /** The endpoint as it is tried out. @throws ApiException 404, 422 */
    Endpoint tried(Endpoint endpoint, PreviewRequest request) {
        if (request.subscriptionId() == null) {
            return request.triesExpressions()
                    ? endpoint.with(List.of(new SubscriptionPattern(
                            null,
                            request.eventType(),
                            List.of(),
                            compiled("filter", request.filter(), null),
                            compiled("transform", request.transform(), null))))
                    : endpoint;
        }
        SubscriptionPattern saved = endpoint.subscriptions().stream()
                .filter(it -> request.subscriptionId().equals(it.id()))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("subscription"));
        return endpoint.with(List.of(new SubscriptionPattern(
                saved.id(),
                saved.eventType(),
                saved.channels(),
                compiled("filter", request.filter(), saved.filter()),
                compiled("transform", request.transform(), saved.transform()))));
    }

    private static Expression compiled(String field, String source, Expression otherwise) {
        try {
            return source == null ? otherwise : Expression.compile(source);
        } catch (ExpressionException e) {
            throw ApiException.invalid(field, e.getMessage());
        }
    }

    /** In a platform thread. */
    PreviewView of(Endpoint endpoint, PreviewRequest request) {
        AcceptedEvent event = event(endpoint, request);
        return switch (Choice.of(endpoint.subscriptions(), event.type(), event.channels(), event.expressionInput())) {
            case Choice.Unwanted(boolean filtered)
            when filtered -> nothing("filtered", "The endpoint's filters refuse the event", null);
            case Choice.Unwanted _ ->
                nothing("no_subscription", "No subscription of the endpoint wants the event", null);
            case Choice.Undecided(SubscriptionPattern subscription, String message) ->
                nothing("filter_failed", message, subscription.id());
            case Choice.Wanted(SubscriptionPattern subscription) -> rendered(endpoint, event, subscription);
        };
    }

    private PreviewView rendered(Endpoint endpoint, AcceptedEvent event, SubscriptionPattern subscription) {
        return switch (webhooks.of(endpoint, event)) {
            case Result.Nothing(String reason, String message) -> nothing(reason, message, subscription.id());
            case Result.Request request -> {
                var shown = new PreviewView.Request("POST", request.url(), request.headers(), request.body());
                yield switch (endpoint.status()) {
                    case ENABLED -> new PreviewView(true, null, null, subscription.id(), shown);
                    case PAUSED ->
                        new PreviewView(false, "endpoint_paused", "The event would wait", subscription.id(), shown);
                    case DISABLED ->
                        new PreviewView(
                                false, "endpoint_disabled", "The event would only be kept", subscription.id(), shown);
                };
            }
        };
    }

    private static PreviewView nothing(String reason, String message, String subscription) {
        return new PreviewView(false, reason, message, subscription, null);
    }

    private static AcceptedEvent event(Endpoint endpoint, PreviewRequest request) {
        return new AcceptedEvent(
                EventId.next(),
                endpoint.tenantId(),
                null,
                request.eventType(),
                request.channels(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                request.payload().value().getBytes(StandardCharsets.UTF_8),
                List.of(endpoint.id()),
                EventOptions.NONE);
    }
}
