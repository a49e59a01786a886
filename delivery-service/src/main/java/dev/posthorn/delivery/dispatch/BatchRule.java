package dev.posthorn.delivery.dispatch;

import dev.posthorn.contracts.EndpointRecord.Batching;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.EventOptions;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Settlement;
import dev.posthorn.delivery.routing.Endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * When events that wait for an endpoint go in one request, and which of them.
 *
 * <pre>
 * so many wait            at once, up to so many
 * the oldest waited long  at once, all that wait
 * their payloads are large at once, up to so many bytes
 * one has high priority   at once, with what waits
 * </pre>
 *
 * <p>The time counts from when an event was accepted, or was to be delivered at the earliest: nothing has to be kept, and
 * whoever finds it after a crash, a pause or an outage sends it in time. So what is sent again, being old, waits for nothing.
 *
 * @param maxBytes of all payloads; a single larger one goes by itself
 * @param regional whether events of several regions go to several URLs
 */
record BatchRule(int maxEvents, Duration maxWait, long maxBytes, boolean regional) {

    private static final long DEFAULT_BYTES = 1024 * 1024;

    /** The same in each attempt, whatever way they took into memory. */
    private static final Comparator<Delivery> BY_EVENT =
            Comparator.comparing(delivery -> delivery.event().id().value());

    /** Null for an endpoint that gets each event by itself. */
    static BatchRule of(Endpoint endpoint) {
        Batching batching = endpoint == null ? null : endpoint.pace().batching();
        if (batching == null) {
            return null;
        }
        long bytes = batching.maxBytes() == null ? DEFAULT_BYTES : batching.maxBytes();
        boolean regional = !endpoint.urls().isEmpty();
        // In order, an event comes when the one before it has arrived: nothing could ever join it.
        return "strict".equals(endpoint.pace().ordering())
                ? new BatchRule(1, Duration.ZERO, bytes, regional)
                : new BatchRule(batching.maxEvents(), batching.maxWait(), bytes, regional);
    }

    /** What is on disk comes when there is so much of it. */
    Settlement.Enough enough() {
        return new Settlement.Enough(maxEvents, maxBytes);
    }

    boolean isFull(int events, long bytes) {
        return events >= maxEvents || bytes >= maxBytes;
    }

    /** When it goes at the latest. */
    Instant dueAt(Delivery delivery) {
        EventOptions options = delivery.event().options();
        Instant since = delivery.event().createdAt();
        if (options.deliverAt() != null && options.deliverAt().isAfter(since)) {
            since = options.deliverAt();
        }
        return options.priority() == Priority.HIGH ? since : since.plus(maxWait);
    }

    /** What a person waits for goes at once, and is answered for itself. */
    static boolean goesAlone(Delivery delivery) {
        return switch (delivery.trigger()) {
            case MANUAL, TEST, PROBE -> true;
            case FIRST, RETRY, REPLAY -> false;
        };
    }

    /** Bytes of the next request, roughly: its share of all that wait. */
    long cost(int events, long bytes) {
        return Math.min(maxBytes, events <= maxEvents ? bytes : bytes * maxEvents / events);
    }

    /** Takes the next request's out of those that wait, of which there is one at least. */
    List<Delivery> take(ArrayDeque<Delivery> waiting) {
        var taken = new ArrayList<Delivery>();
        var passedOver = new ArrayDeque<Delivery>();
        long bytes = 0;
        while (!waiting.isEmpty() && taken.size() < maxEvents) {
            Delivery next = waiting.peek();
            if (!taken.isEmpty() && bytes + sizeOf(next) > maxBytes) {
                break;
            }
            waiting.poll();
            if (taken.isEmpty() || !regional || Objects.equals(regionOf(next), regionOf(taken.getFirst()))) {
                taken.add(next);
                bytes += sizeOf(next);
            } else {
                passedOver.push(next);
            }
        }
        passedOver.forEach(waiting::addFirst);
        return inOrder(taken);
    }

    static List<Delivery> inOrder(List<Delivery> together) {
        return together.stream().sorted(BY_EVENT).toList();
    }

    static long sizeOf(Delivery delivery) {
        return delivery.event().payload().length;
    }

    private static String regionOf(Delivery delivery) {
        return delivery.event().options().region();
    }
}
