package dev.posthorn.delivery.routing;

import dev.posthorn.foundation.id.EndpointId;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class TypeRoutesTest {

    private final Endpoint everything =
            endpoint(Endpoint.Status.ENABLED, new SubscriptionPattern(null, "*", List.of(), null, null));
    private final Endpoint orders =
            endpoint(Endpoint.Status.ENABLED, new SubscriptionPattern(null, "order.*", List.of(), null, null));
    private final Endpoint emea = endpoint(
            Endpoint.Status.ENABLED, new SubscriptionPattern(null, "order.*", List.of("emea", "apac"), null, null));
    private final Endpoint disabled =
            endpoint(Endpoint.Status.DISABLED, new SubscriptionPattern(null, "*", List.of(), null, null));
    private final Endpoint paused =
            endpoint(Endpoint.Status.PAUSED, new SubscriptionPattern(null, "*", List.of("emea"), null, null));

    private final List<Endpoint> all = List.of(everything, orders, emea, disabled, paused);

    @Test
    void anEventWithoutChannelsGoesToThoseThatAskForNone() {
        assertThat(TypeRoutes.of("order.created", all).matching(List.of())).containsExactly(everything, orders);
    }

    @Test
    void anEventWithChannelsGoesAlsoToThoseThatShareOne() {
        assertThat(TypeRoutes.of("order.created", all).matching(List.of("emea", "apac")))
                .containsExactly(everything, orders, emea, paused);
        assertThat(TypeRoutes.of("order.created", all).matching(List.of("us"))).containsExactly(everything, orders);
    }

    @Test
    void theTypeDecidesFirst() {
        assertThat(TypeRoutes.of("user.created", all).matching(List.of("emea"))).containsExactly(everything, paused);
    }

    @Test
    void anEndpointWithSeveralSubscriptionsGetsAnEventOnce() {
        Endpoint twice = endpoint(
                Endpoint.Status.ENABLED,
                new SubscriptionPattern(null, "order.*", List.of("emea"), null, null),
                new SubscriptionPattern(null, "order.created", List.of(), null, null));
        assertThat(TypeRoutes.of("order.created", List.of(twice)).matching(List.of("emea")))
                .containsExactly(twice);
    }

    private static Endpoint endpoint(Endpoint.Status status, SubscriptionPattern... subscriptions) {
        return new Endpoint(
                EndpointId.next(),
                1,
                "t",
                URI.create("https://example.com/"),
                status,
                List.of(subscriptions),
                List.of(),
                Map.of(),
                Duration.ofSeconds(5),
                List.of(),
                Endpoint.DEFAULT_FORM,
                Endpoint.DEFAULT_PACE,
                null,
                Map.of());
    }
}
