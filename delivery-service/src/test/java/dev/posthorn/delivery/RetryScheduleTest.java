package dev.posthorn.delivery;

import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Endpoints;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose pauses between attempts count: the endpoint's, else the event type's, else the operator's. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class RetryScheduleTest {

    private static final Duration TYPES = Duration.ofSeconds(7);
    private static final Duration ENDPOINTS = Duration.ofSeconds(3);

    @Inject
    CatalogFixture catalog;

    @Inject
    Endpoints endpoints;

    private String tenant;

    @BeforeEach
    void newTenant() {
        tenant = "s" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("schedule.own", null, List.of(TYPES));
        catalog.eventType("schedule.none", null, null);
    }

    private Endpoint endpoint(Duration... schedule) {
        return endpoints.find(EndpointId.parse(catalog.endpoint(tenant, "http://127.0.0.1:9/hooks", "*", schedule)));
    }

    @Test
    void theEndpointsOwnGoesFirst() {
        assertThat(endpoints.retrySchedule(endpoint(ENDPOINTS), "schedule.own")).containsExactly(ENDPOINTS);
    }

    @Test
    void thenTheEventTypes() {
        assertThat(endpoints.retrySchedule(endpoint(), "schedule.own")).containsExactly(TYPES);
    }

    @Test
    void thenTheOperators() {
        assertThat(endpoints.retrySchedule(endpoint(), "schedule.none"))
                .hasSize(9)
                .startsWith(Duration.ofSeconds(1));
        assertThat(endpoints.retrySchedule(endpoint(), "no.such.type")).hasSize(9);
    }

    @Test
    void aChangeOfTheTypeCountsFromItsArrivalOn() {
        // Given
        Endpoint endpoint = endpoint();

        // When
        catalog.eventType("schedule.own", null, List.of());

        // Then
        assertThat(endpoints.retrySchedule(endpoint, "schedule.own")).isEmpty();
    }
}
