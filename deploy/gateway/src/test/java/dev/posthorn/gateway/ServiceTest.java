package dev.posthorn.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServiceTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/tenants/acme/events, DELIVERY",
        "/v1/tenants/acme/events/batch, DELIVERY",
        "/v1/tenants/acme/events/evt_1/deliveries/ep_1/retry, DELIVERY",
        "/v1/tenants/acme/deliveries, DELIVERY",
        "/v1/tenants/acme/attempts/atm_1, DELIVERY",
        "/v1/tenants/acme/dead-letters/replay, DELIVERY",
        "/v1/tenants/acme/replays, DELIVERY",
        "/v1/tenants/acme/schedules/sch_1, DELIVERY",
        "/v1/tenants/acme/endpoints/ep_1/preview, DELIVERY",
        "/v1/tenants/acme/endpoints/preview, SUBSCRIPTION",
        "/v1/tenants/acme/stats, MONITORING",
        "/v1/tenants/acme/health, MONITORING",
        "/v1/tenants/acme/stream, MONITORING",
        "/v1/tenants/acme/alerts, MONITORING",
        "/v1/tenants/acme/alert-rules, MONITORING",
        "/v1/stats, MONITORING",
        "/v1/alerts, MONITORING",
        "/v1/tenants, SUBSCRIPTION",
        "/v1/tenants/events, SUBSCRIPTION",
        "/v1/tenants/acme, SUBSCRIPTION",
        "/v1/tenants/acme/endpoints/ep_1/secret, SUBSCRIPTION",
        "/v1/tenants/acme/eventsource, SUBSCRIPTION",
        "/v1/event-types/order.created, SUBSCRIPTION",
        "/v1, SUBSCRIPTION",
    })
    void ownsItsPaths(String path, Service service) {
        assertThat(Service.of(path)).isEqualTo(service);
    }

    @Test
    void ownsNothingOutsideTheApi() {
        assertThatIllegalArgumentException().isThrownBy(() -> Service.of("/v12/tenants"));
    }
}
