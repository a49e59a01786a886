package dev.posthorn.subscription.eventtype;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** How events of a type stand to each other when there is more to send than can be sent at once. */
public enum Priority {
    HIGH,
    NORMAL,
    LOW;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
