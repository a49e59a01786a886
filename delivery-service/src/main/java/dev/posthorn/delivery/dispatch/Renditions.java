package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Rendition;
import dev.posthorn.delivery.ledger.Trigger;
import dev.posthorn.delivery.retry.NextStep;
import dev.posthorn.delivery.routing.Choice;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.delivery.routing.ExpressionThreads;
import dev.posthorn.foundation.expression.ExpressionException;
import dev.posthorn.foundation.expression.ExpressionInput;
import dev.posthorn.foundation.id.EndpointId;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Evaluates endpoints' expressions for deliveries that come into memory, before they get in line. So all that follows has the
 * payload at hand, and a retry has the same one as long as the endpoint has the same expressions.
 */
@ApplicationScoped
public class Renditions {

    private static final Logger LOG = Logger.getLogger(Renditions.class);

    private final Endpoints endpoints;
    private final ExpressionThreads threads;
    private final MeterRegistry registry;

    Renditions(Endpoints endpoints, ExpressionThreads threads, MeterRegistry registry) {
        this.endpoints = endpoints;
        this.threads = threads;
        this.registry = registry;
    }

    /**
     * Hands deliveries on, at once where there is nothing to evaluate, and one by one where there is. Those of one endpoint
     * stay in their order.
     */
    void prepare(List<Delivery> deliveries, Consumer<List<Delivery>> next) {
        List<Delivery> plain = null;
        for (int at = 0; at < deliveries.size(); at++) {
            Delivery delivery = deliveries.get(at);
            // Asked once for each: the endpoint may change at any moment, and none may get lost between two lists.
            if (hasExpressions(delivery)) {
                plain = plain == null ? new ArrayList<>(deliveries.subList(0, at)) : plain;
                threads.execute(delivery.event().tenantId(), () -> next.accept(List.of(render(delivery))));
            } else if (plain != null) {
                plain.add(delivery);
            }
        }
        if (plain == null) {
            next.accept(deliveries);
        } else if (!plain.isEmpty()) {
            next.accept(plain);
        }
    }

    /**
     * The event as the endpoint would be sent it now; empty when nothing can be made of it. Waits for its turn: not for an
     * event loop.
     */
    public Optional<AcceptedEvent> asSentTo(EndpointId id, AcceptedEvent event) {
        Endpoint endpoint = endpoints.find(id);
        if (endpoint == null || !endpoint.hasExpressions()) {
            return Optional.of(event);
        }
        Rendition rendition = threads.supply(event.tenantId(), () -> of(endpoint, event, true))
                .toCompletableFuture()
                .join();
        return switch (rendition) {
            case null -> Optional.of(event);
            case Rendition.Transformed(AcceptedEvent transformed) -> Optional.of(transformed);
            case Rendition.Failed _ -> Optional.empty();
        };
    }

    private boolean hasExpressions(Delivery delivery) {
        Endpoint endpoint = endpoints.find(delivery.endpointId());
        return endpoint != null && endpoint.hasExpressions();
    }

    private Delivery render(Delivery delivery) {
        Endpoint endpoint = endpoints.find(delivery.endpointId());
        if (endpoint == null || delivery.event().isExpunged()) {
            return delivery;
        }
        Rendition rendition;
        try {
            rendition = of(endpoint, delivery.event(), isAskedFor(delivery.trigger()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "The expressions of %s cannot be evaluated", endpoint.id());
            rendition =
                    new Rendition.Failed(NextStep.DeadLetter.TRANSFORM_FAILED, "The expression cannot be evaluated");
        }
        if (rendition instanceof Rendition.Failed(String reason, String _)) {
            registry.counter("posthorn.expressions.failed", "reason", reason).increment();
        }
        return delivery.with(rendition);
    }

    /** Somebody wants it sent whatever the subscriptions say. */
    private static boolean isAskedFor(Trigger trigger) {
        return switch (trigger) {
            case FIRST, RETRY, REPLAY -> false;
            case MANUAL, TEST, PROBE -> true;
        };
    }

    /**
     * What a subscription says of types and channels counts when an event is accepted, and not again. What its filters say
     * counts until the event is sent: they may keep back what the receiver must not have.
     *
     * @param askedFor to be sent even if a filter refuses it
     * @return null when it is sent as it was published
     */
    static Rendition of(Endpoint endpoint, AcceptedEvent event, boolean askedFor) {
        Supplier<ExpressionInput> input = event.expressionInput();
        return switch (Choice.of(endpoint.subscriptions(), event.type(), event.channels(), input)) {
            case Choice.Wanted wanted when wanted.subscription().transform() == null -> null;
            case Choice.Wanted wanted -> {
                try {
                    yield new Rendition.Transformed(
                            event.with(wanted.subscription().transform().transform(input.get())));
                } catch (ExpressionException e) {
                    yield new Rendition.Failed(NextStep.DeadLetter.TRANSFORM_FAILED, e.getMessage());
                }
            }
            case Choice.Undecided undecided ->
                new Rendition.Failed(NextStep.DeadLetter.FILTER_FAILED, undecided.message());
            case Choice.Unwanted(boolean filtered) ->
                filtered && !askedFor
                        ? new Rendition.Failed(
                                NextStep.DeadLetter.NOT_WANTED, "The endpoint's filters refuse the event")
                        : null;
        };
    }
}
