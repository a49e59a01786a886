package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Trigger;

/** What goes ahead of what: first attempts, then retries, then replays. */
enum Urgency {
    FIRST,
    RETRY,
    REPLAY;

    static Urgency of(Trigger trigger) {
        return switch (trigger) {
            case FIRST, TEST, MANUAL -> FIRST;
            case RETRY, PROBE -> RETRY;
            case REPLAY -> REPLAY;
        };
    }
}
