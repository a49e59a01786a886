package dev.posthorn.benchmarks.stack;

import dev.posthorn.benchmarks.load.Publisher.Target;
import dev.posthorn.benchmarks.report.Progress;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Tenants and endpoints, made through the public API, that wait for events. */
public final class Audience {

    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<String> tenants;
    private final int endpointsPerTenant;
    private final boolean ownTypes;
    private final List<Endpoint> endpoints;

    private Audience(List<String> tenants, int endpointsPerTenant, boolean ownTypes, List<Endpoint> endpoints) {
        this.tenants = tenants;
        this.endpointsPerTenant = endpointsPerTenant;
        this.ownTypes = ownTypes;
        this.endpoints = endpoints;
    }

    /** @param type the event type that it wants */
    public record Endpoint(String tenant, String id, String type) {}

    /** Makes audiences in one stack. */
    public static final class Maker {

        private final Api management;
        private final Api publishing;
        private final Progress progress;

        public Maker(Api management, Api publishing, Progress progress) {
            this.management = management;
            this.publishing = publishing;
            this.progress = progress;
        }

        /**
         * Returns when delivery-service knows all of them.
         *
         * @param ownTypes each endpoint of a tenant wants an event type of its own, so that an event has one endpoint; else
         *     all of a tenant's endpoints want every event
         * @param url of each endpoint by its number, from 0
         */
        public Audience make(String name, int tenantCount, int perTenant, boolean ownTypes, IntFunction<String> url)
                throws IOException, InterruptedException {
            for (int type = 0; type < (ownTypes ? perTenant : 1); type++) {
                makeType(typeOf(type));
            }
            var tenants = new ArrayList<String>();
            // A stack that is used again has the tenants of the last time.
            String run = Long.toString(System.currentTimeMillis(), 36);
            for (int tenant = 0; tenant < tenantCount; tenant++) {
                String id = name + "-" + run + "-" + tenant;
                management.post("/v1/tenants", Map.of("id", id, "name", id, "contacts", List.of()));
                tenants.add(id);
            }
            var made = new AtomicInteger();
            List<Endpoint> endpoints = inParallel(tenantCount * perTenant, at -> {
                String type = typeOf(ownTypes ? at % perTenant : 0);
                Endpoint endpoint =
                        makeEndpoint(tenants.get(at / perTenant), url.apply(at), ownTypes ? type : "*", type);
                progress.show(
                        "making endpoints of " + name,
                        "%,d of %,d".formatted(made.incrementAndGet(), tenantCount * perTenant));
                return endpoint;
            });
            var audience = new Audience(tenants, perTenant, ownTypes, endpoints);
            awaitKnown(audience);
            return audience;
        }

        private void makeType(String name) throws IOException, InterruptedException {
            try {
                management.post("/v1/event-types", Map.of("name", name));
            } catch (IOException e) {
                // Another audience of this stack has made it.
                if (!e.getMessage().contains("answered with 409")) {
                    throw e;
                }
            }
        }

        private Endpoint makeEndpoint(String tenant, String url, String wanted, String type)
                throws IOException, InterruptedException {
            var body = Map.of("url", url, "subscriptions", List.of(Map.of("eventType", wanted)));
            String id = management
                    .post("/v1/tenants/" + tenant + "/endpoints", body)
                    .path("id")
                    .textValue();
            return new Endpoint(tenant, id, type);
        }

        /** Publishes events that no run counts until each is for as many endpoints as it should be. */
        private void awaitKnown(Audience audience) throws IOException, InterruptedException {
            Instant end = Instant.now().plus(PATIENCE);
            int wanted = audience.ownTypes ? 1 : audience.endpointsPerTenant;
            for (int at = 0;
                    at < audience.tenants.size() * (audience.ownTypes ? audience.endpointsPerTenant : 1);
                    at++) {
                Target target = audience.target(at);
                int known = publish(target);
                while (known < wanted) {
                    if (Instant.now().isAfter(end)) {
                        throw new IOException(
                                "delivery-service knows %d of %d endpoints of %s".formatted(known, wanted, target));
                    }
                    progress.show("waiting for delivery-service to know " + target.tenant(), "%,d".formatted(known));
                    TimeUnit.MILLISECONDS.sleep(500);
                    known = publish(target);
                }
            }
        }

        private int publish(Target target) throws InterruptedException {
            try {
                return publishing
                        .post(
                                "/v1/tenants/" + target.tenant() + "/events",
                                Map.of("type", target.type(), "payload", Map.of("probe", true)))
                        .path("deliveries")
                        .asInt();
            } catch (IOException unknownYet) {
                return 0;
            }
        }

        private static <T> List<T> inParallel(int count, ThrowingFunction<T> make)
                throws IOException, InterruptedException {
            var permits = new Semaphore(AT_ONCE);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var tasks = new ArrayList<Callable<T>>();
                for (int at = 0; at < count; at++) {
                    int number = at;
                    tasks.add(() -> {
                        permits.acquire();
                        try {
                            return make.apply(number);
                        } finally {
                            permits.release();
                        }
                    });
                }
                var made = new ArrayList<T>();
                for (var future : threads.invokeAll(tasks)) {
                    made.add(future.get());
                }
                return made;
            } catch (ExecutionException e) {
                throw new IOException(e.getCause().getMessage(), e.getCause());
            }
        }
    }

    private interface ThrowingFunction<T> {
        T apply(int number) throws IOException, InterruptedException;
    }

    private static String typeOf(int number) {
        return "bench.type" + number;
    }

    /** Where the event of this number goes: tenants take turns, then their endpoints do. */
    public Target target(long event) {
        String tenant = tenants.get((int) (event % tenants.size()));
        int type = ownTypes ? (int) (event / tenants.size() % endpointsPerTenant) : 0;
        return new Target(tenant, typeOf(type));
    }

    public List<String> tenants() {
        return tenants;
    }

    public List<Endpoint> endpoints() {
        return endpoints;
    }
}
