package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.Delivery;

/**
 * What goes ahead of what, from the first to the last: by priority, and within one by first attempts and retries. Replays
 * come after everything that is new, by priority too. Every eighth turn goes to one that would else wait ({@link LowTurns}).
 */
enum Urgency {
    HIGH,
    HIGH_RETRY,
    FIRST,
    RETRY,
    LOW,
    LOW_RETRY,
    HIGH_REPLAY,
    REPLAY,
    LOW_REPLAY;

    boolean isHigh() {
        return this == HIGH || this == HIGH_RETRY;
    }

    static Urgency of(Delivery delivery) {
        return switch (delivery.event().options().priority()) {
            case HIGH -> of(delivery, HIGH, HIGH_RETRY, HIGH_REPLAY);
            case NORMAL -> of(delivery, FIRST, RETRY, REPLAY);
            case LOW -> of(delivery, LOW, LOW_RETRY, LOW_REPLAY);
        };
    }

    private static Urgency of(Delivery delivery, Urgency first, Urgency retry, Urgency replay) {
        return switch (delivery.trigger()) {
            case FIRST, TEST, MANUAL -> first;
            case RETRY, PROBE -> retry;
            case REPLAY -> replay;
        };
    }
}
