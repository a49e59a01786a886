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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.awaitility.Awaitility.await;

/**
 * Publishes event after event from several threads, until it is stopped or has published enough, and remembers which were
 * accepted. One that is not, for whatever reason, is given up: no promise was made.
 */
public final class Publisher implements AutoCloseable {

    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final AtomicInteger PUBLISHERS = new AtomicInteger();

    /** Ids of events are the publisher's own, and none may come twice. */
    private final String name = "load-" + PUBLISHERS.incrementAndGet();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<URI> addresses;
    private final String key;
    private final List<String> channels;
    private final int count;
    private volatile boolean stopped;

    private Publisher(Tenant tenant, List<String> urls, List<String> channels, int count) {
        this.addresses = urls.stream()
                .map(url -> URI.create(url + tenant.path() + "/events"))
                .toList();
        this.key = tenant.key();
        this.channels = channels;
        this.count = count;
    }

    /** @param channels event after event goes to the next of these */
    static Publisher start(Tenant tenant, List<String> urls, List<String> channels, int count) {
        var publisher = new Publisher(tenant, urls, channels, count);
        IntStream.range(0, THREADS).forEach(thread -> publisher.threads.submit(publisher::publish));
        return publisher;
    }

    private void publish() {
        for (int n = begun.getAndIncrement(); n < count && !stopped; n = begun.getAndIncrement()) {
            var id = name + "-" + n;
            try {
                if (isAccepted(id, addresses.get(n % addresses.size()), channels.get(n % channels.size()))) {
                    accepted.add(id);
                } else {
                    refused.incrementAndGet();
                }
                Thread.sleep(PAUSE);
            } catch (IOException e) {
                refused.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isAccepted(String id, URI address, String channel) throws IOException, InterruptedException {
        var body = "{\"type\":\"%s\",\"id\":\"%s\",\"channels\":[\"%s\"],\"payload\":{}}"
                .formatted(Stack.EVENT_TYPE, id, channel);
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode() == 202;
    }

    /** Ids of the events that were answered with 202 so far. */
    public Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    public int refused() {
        return refused.get();
    }

    public void awaitAccepted(int least) {
        await(least + " events were accepted").atMost(Duration.ofSeconds(150)).until(() -> accepted.size() >= least);
    }

    /** More are accepted than can have been under way before now. */
    public void awaitAcceptedAgain() {
        awaitAccepted(accepted.size() + 2 * THREADS);
    }

    /** Returns when what was begun is answered. */
    public void stop() {
        stopped = true;
        threads.close();
    }

    @Override
    public void close() {
        stop();
    }
}
