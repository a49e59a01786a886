package dev.posthorn.monitoring.alert;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Map;

/** How many alerts are open, as of the last round. Every instance shows all of them: take the maximum, not the sum. */
@ApplicationScoped
@Startup // Its metrics are there from the beginning.
class OpenAlertGauges {

    private volatile Map<String, Long> open = Map.of();

    OpenAlertGauges(MeterRegistry metrics) {
        for (String state : List.of("pending", "firing")) {
            Gauge.builder("posthorn.alerts.open", () -> open.getOrDefault(state, 0L))
                    .description("Alerts that are not resolved")
                    .tag("state", state)
                    .register(metrics);
        }
    }

    void show(Map<String, Long> countByState) {
        open = Map.copyOf(countByState);
    }
}
