package dev.posthorn.delivery.dispatch;

import java.time.Duration;

/** When a gate is looked at next, so that many who ask for it make one timer. */
final class Alarm {

    private boolean set;
    private long at;

    /** Whether none is set for that time or before; it is then. */
    boolean isNeeded(Duration delay) {
        long wanted = System.nanoTime() + delay.toNanos();
        if (set && at - wanted <= 0) {
            return false;
        }
        set = true;
        at = wanted;
        return true;
    }

    long at() {
        return at;
    }

    /** The one for that time has come. After one that was set later for an earlier time it means nothing any more. */
    void rang(long time) {
        if (time == at) {
            set = false;
        }
    }
}
