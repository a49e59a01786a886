package dev.posthorn.system.tenant;

import dev.posthorn.system.stack.Stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Publishes one event after the other, each to the next of several instances, and awaits each 202. One that is not accepted
 * is published again under the same id, until some instance takes it: so the order of publishing is that of acceptance.
 */
public final class OneByOne {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final Tenant tenant;
    private volatile List<String> instances;

    public OneByOne(Tenant tenant, List<String> instances) {
        this.tenant = tenant;
        this.instances = instances;
    }

    /** Goes on with these. */
    public void ask(List<String> others) {
        instances = others;
    }

    /** Ids of the events in their order. */
    public List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** @param key the ordering key; null for none */
    public String publish(String key) throws InterruptedException {
        String id = "%s-%05d".formatted(key == null ? "event" : key, accepted.size());
        for (int turn = accepted.size(); !isAccepted(id, key, instances.get(turn % instances.size())); turn++) {
            Thread.sleep(PAUSE);
        }
        accepted.add(id);
        return id;
    }

    public void publish(int count) throws InterruptedException {
        for (int n = 0; n < count; n++) {
            publish(null);
        }
    }

    private boolean isAccepted(String id, String key, String instance) throws InterruptedException {
        var ordering = key == null ? "" : ",\"orderingKey\":\"" + key + "\"";
        var body = "{\"type\":\"%s\",\"id\":\"%s\"%s,\"payload\":{}}".formatted(Stack.EVENT_TYPE, id, ordering);
        var request = HttpRequest.newBuilder(URI.create(instance + tenant.path() + "/events"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + tenant.key())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException down) {
            return false;
        }
    }
}
