package dev.posthorn.delivery.dispatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What this instance has in memory and on the wire, for {@code /q/metrics}. */
@ApplicationScoped
class DispatchMetrics {

    private final MeterRegistry registry;
    private final Dispatcher dispatcher;

    DispatchMetrics(MeterRegistry registry, Dispatcher dispatcher) {
        this.registry = registry;
        this.dispatcher = dispatcher;
    }

    void register(@Observes StartupEvent event) {
        Gauge.builder("posthorn.dispatch.in.flight", dispatcher, Dispatcher::inFlight)
                .description("Requests that are out")
                .register(registry);
        Gauge.builder("posthorn.dispatch.waiting", dispatcher, Dispatcher::waiting)
                .description("Deliveries that wait in memory for their turn")
                .register(registry);
        Gauge.builder("posthorn.dispatch.behind", dispatcher, it -> it.behind().size())
                .description("Rate-limited endpoints whose backlog waits on disk")
                .register(registry);
        Gauge.builder("posthorn.dispatch.memory", dispatcher, Dispatcher::memoryUsed)
                .baseUnit("bytes")
                .description("What deliveries in memory and on the wire hold")
                .register(registry);
    }
}
