package dev.posthorn.local.supervise;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs parts: one virtual thread for each, which starts it when what it needs has answered, and starts it again
 * whenever it ends.
 *
 * <pre>
 *   needs answered ─► start ─► answers ─► (watch) ─► ended ─► pause ─► start …
 *                        └─ ended three times before it answered for the first time: the start has failed
 * </pre>
 *
 * A part with a file {@code NAME.hold} in the folder of records stays stopped while the file is there.
 */
public final class Supervisor {

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(150);
    private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(4);
    private static final int TRIES = 3;

    private final Map<String, Part> parts;
    private final Path records;
    private final Watcher watcher;
    private final InstantSource clock;
    private final Map<String, CompletableFuture<Void>> firstAnswers;
    private final CompletableFuture<Void> stopping = new CompletableFuture<>();

    /** @param parts in an order in which what is needed comes before what needs it */
    public Supervisor(List<Part> parts, Path records, Watcher watcher, InstantSource clock) {
        var seen = new HashMap<String, Part>();
        for (var part : parts) {
            for (var other : others(part)) {
                if (!seen.containsKey(other)) {
                    throw new IllegalArgumentException(
                            part.name() + " needs or uses " + other + ", which does not come before");
                }
            }
            seen.put(part.name(), part);
        }
        this.parts = parts.stream()
                .collect(Collectors.toMap(Part::name, part -> part, (one, two) -> two, java.util.LinkedHashMap::new));
        this.records = records;
        this.watcher = watcher;
        this.clock = clock;
        this.firstAnswers = parts.stream().collect(Collectors.toMap(Part::name, part -> new CompletableFuture<Void>()));
    }

    private static List<String> others(Part part) {
        return Stream.concat(part.needs().stream(), part.uses().stream()).toList();
    }

    /** The parts, with the first of their ports, that find the port in use. Ask before the start. */
    public Map<Part, Integer> takenPorts() {
        var taken = new java.util.LinkedHashMap<Part, Integer>();
        for (var part : parts.values()) {
            part.ports().stream()
                    .filter(port -> !Probe.isFree(port))
                    .findFirst()
                    .ifPresent(port -> taken.put(part, port));
        }
        return taken;
    }

    /** Starts all parts and returns when each has answered once, or one has failed. */
    public void start() throws StartFailure, InterruptedException {
        for (var part : parts.values()) {
            Thread.ofVirtual().name(part.name()).start(() -> care(part));
        }
        try {
            // The first failure ends the wait, also while others would go on for minutes.
            var all = CompletableFuture.allOf(firstAnswers.values().toArray(CompletableFuture<?>[]::new));
            var failed = new CompletableFuture<Void>();
            firstAnswers
                    .values()
                    .forEach(answer -> answer.whenComplete((_, failure) -> {
                        if (failure != null) {
                            failed.completeExceptionally(failure);
                        }
                    }));
            CompletableFuture.anyOf(all, failed).get();
        } catch (ExecutionException e) {
            var cause = e.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : e.getCause();
            throw cause instanceof StartFailure failure
                    ? failure
                    : new StartFailure("posthorn", String.valueOf(cause.getMessage()));
        }
    }

    /** Names of the parts that have not answered yet. */
    public Set<String> awaited() {
        var names = new LinkedHashSet<String>();
        for (var name : parts.keySet()) {
            if (!firstAnswers.get(name).isDone()) {
                names.add(name);
            }
        }
        return names;
    }

    /** Stops all parts, those first that need or use others, and returns when they are gone. Safe to call twice. */
    public void stop() {
        stopping.complete(null);
        var left = new LinkedHashSet<>(parts.values());
        while (!left.isEmpty()) {
            var needed = left.stream().flatMap(part -> others(part).stream()).collect(Collectors.toSet());
            var now =
                    left.stream().filter(part -> !needed.contains(part.name())).toList();
            CompletableFuture.allOf(now.stream()
                            .map(part -> CompletableFuture.runAsync(part::stop, Thread::startVirtualThread))
                            .toArray(CompletableFuture<?>[]::new))
                    .exceptionally(failure -> {
                        System.err.println(failure.getMessage());
                        return null;
                    })
                    .join();
            now.forEach(left::remove);
        }
    }

    private void care(Part part) {
        var firstAnswer = firstAnswers.get(part.name());
        try {
            for (var need : part.needs()) {
                firstAnswers.get(need).join();
            }
            var pauses = new Pauses(clock);
            for (int tries = 1; !stopping.isDone(); tries++) {
                pauses.started();
                var reason = runOnce(part);
                if (stopping.isDone()) {
                    return;
                }
                if (!firstAnswer.isDone() && tries == TRIES) {
                    firstAnswer.completeExceptionally(
                            new StartFailure(part.name(), part.name() + " did not start: " + reason));
                    return;
                }
                if (isHeld(part)) {
                    watcher.held(part.name());
                    waitWhileHeld(part);
                } else {
                    var pause = pauses.afterEnd();
                    watcher.ended(part.name(), reason, pause);
                    sleep(pause);
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            firstAnswer.completeExceptionally(e);
        }
    }

    /** One life of the part; returns why it ended. */
    private String runOnce(Part part) throws InterruptedException {
        var start = clock.instant();
        try {
            part.start();
        } catch (Exception e) {
            part.stop();
            return String.valueOf(e.getMessage());
        }
        // A part that started while everything was being stopped has missed its call to stop.
        if (stopping.isDone()) {
            part.stop();
            return "stopped";
        }
        var ended = part.ended().toCompletableFuture();
        while (!ended.isDone() && !part.probe().answers()) {
            if (Duration.between(start, clock.instant()).compareTo(TIME_TO_ANSWER) > 0) {
                part.stop();
                return "no answer within " + TIME_TO_ANSWER.toMinutes() + " minutes";
            }
            sleep(BETWEEN_PROBES);
        }
        if (!ended.isDone()) {
            tellReady(part, start);
        }
        var reason = ended.join();
        // Frees what it still holds: a lock, a record of its process.
        if (!stopping.isDone()) {
            part.stop();
        }
        return reason;
    }

    private void tellReady(Part part, Instant start) {
        var took = Duration.between(start, clock.instant());
        var first = firstAnswers.get(part.name());
        if (first.isDone()) {
            watcher.back(part.name(), took);
        } else {
            // Told before anybody who waits for it goes on.
            watcher.ready(part.name(), took);
            first.complete(null);
        }
    }

    private void waitWhileHeld(Part part) throws InterruptedException {
        while (isHeld(part) && !stopping.isDone()) {
            sleep(BETWEEN_PROBES);
        }
    }

    private boolean isHeld(Part part) {
        return Files.exists(records.resolve(part.name() + ".hold"));
    }

    /** Shorter when everything is being stopped. */
    private void sleep(Duration time) throws InterruptedException {
        try {
            stopping.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The usual case: nobody asked to stop.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
