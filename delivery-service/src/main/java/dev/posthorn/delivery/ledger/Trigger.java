package dev.posthorn.delivery.ledger;

import java.util.Locale;

/** Why an attempt is made. */
public enum Trigger {
    FIRST,
    RETRY,
    MANUAL,
    REPLAY,
    TEST,
    PROBE;

    /** As tables, messages and the API write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Trigger of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
