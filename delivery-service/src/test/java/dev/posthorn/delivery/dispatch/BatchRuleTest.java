package dev.posthorn.delivery.dispatch;

import dev.posthorn.contracts.EndpointRecord.Batching;
import dev.posthorn.contracts.EndpointRecord.Pace;
import dev.posthorn.delivery.ledger.Delivery;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.delivery.ledger.Trigger;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.foundation.id.EndpointId;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class BatchRuleTest {

    private static final Instant NOW = Instant.parse("2030-01-15T10:30:00Z");

    private final Events events = new Events();
    private final BatchRule rule = new BatchRule(3, Duration.ofSeconds(10), 100, false);

    @Test
    void anEventMayWaitFromItsAcceptanceOn() {
        assertThat(rule.dueAt(events.accepted(NOW))).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void aScheduledEventMayWaitFromItsTimeOn() {
        Delivery scheduled = events.withOptions(NOW, NOW.plusSeconds(3600), null);

        assertThat(rule.dueAt(scheduled)).isEqualTo(NOW.plusSeconds(3610));
    }

    @Test
    void anUrgentEventWaitsForNothingAndALowOneLikeAnyOther() {
        assertThat(rule.dueAt(events.withPriority(NOW, Priority.HIGH))).isEqualTo(NOW);
        assertThat(rule.dueAt(events.withPriority(NOW, Priority.LOW))).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void whatAPersonWaitsForGoesAlone() {
        assertThat(Trigger.values())
                .filteredOn(trigger -> BatchRule.goesAlone(events.triggeredBy(trigger, NOW)))
                .containsExactly(Trigger.MANUAL, Trigger.TEST, Trigger.PROBE);
    }

    @Test
    void takesTheFirstOnesUpToItsNumber() {
        var waiting = waiting(events.accepted(NOW), events.accepted(NOW), events.accepted(NOW), events.accepted(NOW));
        List<Delivery> first = List.copyOf(waiting).subList(0, 3);

        assertThat(rule.take(waiting)).isEqualTo(first);
        assertThat(waiting).hasSize(1);
    }

    @Test
    void takesNoMoreBytesThanItMay() {
        var waiting = waiting(events.accepted(NOW, 60), events.accepted(NOW, 40), events.accepted(NOW, 2));

        assertThat(rule.take(waiting)).hasSize(2);
    }

    @Test
    void takesAnEventThatIsTooLargeForAnyBatchByItself() {
        var waiting = waiting(events.accepted(NOW, 101), events.accepted(NOW, 2));

        assertThat(rule.take(waiting)).hasSize(1);
        assertThat(rule.take(waiting)).hasSize(1);
    }

    @Test
    void ordersABatchByItsEventsWhateverWayTheyCame() {
        Delivery older = events.accepted(NOW);
        Delivery younger = events.accepted(NOW);

        assertThat(rule.take(waiting(younger, older))).containsExactly(older, younger);
    }

    @Test
    void keepsRegionsApartWhereTheyHaveUrlsOfTheirOwn() {
        var regional = new BatchRule(3, Duration.ZERO, 100, true);
        Delivery eu = events.withOptions(NOW, null, "eu");
        Delivery us = events.withOptions(NOW, null, "us");
        Delivery otherUs = events.withOptions(NOW, null, "us");
        Delivery laterEu = events.withOptions(NOW, null, "eu");
        var waiting = waiting(eu, us, otherUs, laterEu);

        assertThat(regional.take(waiting)).containsExactly(eu, laterEu);
        assertThat(waiting).containsExactly(us, otherUs);
        assertThat(rule.take(waiting(eu, us))).containsExactly(eu, us);
    }

    @Test
    void costsTheTenantTheBytesOfTheNextRequest() {
        assertThat(rule.cost(2, 50)).isEqualTo(50);
        assertThat(rule.cost(6, 150)).isEqualTo(75);
        assertThat(rule.cost(3, 5000)).isEqualTo(100);
    }

    @Test
    void isOfTheEndpointsOption() {
        assertThat(BatchRule.of(null)).isNull();
        assertThat(ofPace(null, "none")).isNull();
        assertThat(ofPace(new Batching(7, Duration.ofSeconds(2), null), "none"))
                .isEqualTo(new BatchRule(7, Duration.ofSeconds(2), 1024 * 1024, false));
        assertThat(ofPace(new Batching(7, Duration.ofSeconds(2), 5L), "none"))
                .isEqualTo(new BatchRule(7, Duration.ofSeconds(2), 5, false));
    }

    @Test
    void hasNothingToWaitForInStrictOrder() {
        assertThat(ofPace(new Batching(7, Duration.ofSeconds(2), null), "strict"))
                .isEqualTo(new BatchRule(1, Duration.ZERO, 1024 * 1024, false));
    }

    private static BatchRule ofPace(Batching batching, String ordering) {
        return BatchRule.of(new Endpoint(
                EndpointId.next(),
                1,
                "t",
                URI.create("http://localhost/"),
                Endpoint.Status.ENABLED,
                List.of(),
                List.of(),
                Map.of(),
                Duration.ofSeconds(5),
                List.of(),
                Endpoint.DEFAULT_FORM,
                new Pace(null, null, batching, ordering, "skip"),
                null,
                Map.of()));
    }

    private static ArrayDeque<Delivery> waiting(Delivery... deliveries) {
        return new ArrayDeque<>(List.of(deliveries));
    }
}
