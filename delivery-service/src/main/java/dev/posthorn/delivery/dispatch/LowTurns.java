package dev.posthorn.delivery.dispatch;

import java.util.function.Predicate;

/** Keeps what is less urgent from waiting for ever: every eighth turn is one's of those below the most urgent, in rotation. */
final class LowTurns {

    static final int EVERY = 8;

    private static final Urgency[] ALL = Urgency.values();

    private int turn;
    private int last;

    /**
     * Whose turn it is although others are more urgent; null in the usual order, or when no other waits.
     *
     * @param waits which ones have something that could go
     */
    Urgency next(Predicate<Urgency> waits) {
        if (turn < EVERY - 1) {
            return null;
        }
        int best = 0;
        while (best < ALL.length && !waits.test(ALL[best])) {
            best++;
        }
        for (int step = 1; step <= ALL.length; step++) {
            int place = (last + step) % ALL.length;
            if (place > best && waits.test(ALL[place])) {
                last = place;
                return ALL[place];
            }
        }
        return null;
    }

    /** A turn was taken. */
    void count() {
        turn = (turn + 1) % EVERY;
    }
}
