package dev.posthorn.delivery.ledger;

import java.util.Locale;

/** What goes first while there is more to send than can be sent. Tables hold its ordinal. */
public enum Priority {
    HIGH,
    NORMAL,
    LOW;

    /** As messages and the API write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is none */
    public static Priority of(String text) {
        for (Priority priority : values()) {
            if (priority.toString().equals(text)) {
                return priority;
            }
        }
        throw new IllegalArgumentException("No priority: " + text);
    }
}
