package dev.posthorn.local.supervise;

import java.time.Duration;

/** Hears what happens to the parts; called by their threads, so several calls may come at once. */
public interface Watcher {

    void ready(String part, Duration after);

    void ended(String part, String reason, Duration pause);

    /** It has ended and stays so until its hold is taken away. */
    void held(String part);

    void back(String part, Duration after);
}
