package dev.posthorn.local.supervise;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One thing that runs: a process, or a server inside this one. Only its own thread in the {@link Supervisor} calls it,
 * except for {@link #stop()}, which may come at any time.
 */
public interface Part {

    String name();

    /** Ports that must be free before anything starts; the first is the one that people ask for. */
    List<Integer> ports();

    /** Names of the parts that must have answered once before this one starts, and that are stopped after it. */
    default List<String> needs() {
        return List.of();
    }

    /** Names of the parts that it works with but starts without; they too are stopped after it. */
    default List<String> uses() {
        return List.of();
    }

    /** Begins to run, without waiting until it answers; may be called again after it has ended. */
    void start() throws Exception;

    /** Asks whether it answers now; works from another process too. */
    Probe probe();

    /** Completes with the reason when the part that was started last has ended, for whatever cause. */
    CompletionStage<String> ended();

    /** Ends it and returns when it is gone; does nothing when it does not run. */
    void stop();
}
