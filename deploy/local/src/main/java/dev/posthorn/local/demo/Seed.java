package dev.posthorn.local.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Makes the tenant {@code demo} and its event types unless they are there. */
public final class Seed {

    static final String TENANT = "demo";

    private final PublicApi api;

    public Seed(PublicApi api) {
        this.api = api;
    }

    /** Returns when every service knows the tenant and the operator's key. */
    public void plant() throws IOException, InterruptedException {
        try {
            make();
        } catch (IOException e) {
            throw new IOException("The tenant " + TENANT + " could not be made: " + e.getMessage(), e);
        }
    }

    private void make() throws IOException, InterruptedException {
        if (api.get("/v1/tenants/" + TENANT).isEmpty()) {
            api.post("/v1/tenants", Map.of("id", TENANT, "name", "Demo", "contacts", List.of("demo@example.com")));
        }
        for (var event : SampleEvent.values()) {
            if (api.get("/v1/event-types/" + event.type()).isEmpty()) {
                api.post("/v1/event-types", event.definition());
            }
        }
        // The other two services hear of tenants and keys by message: a moment later, at the first start.
        api.await("/v1/tenants/" + TENANT + "/events?limit=1");
        api.await("/v1/tenants/" + TENANT + "/alerts?limit=1");
    }
}
