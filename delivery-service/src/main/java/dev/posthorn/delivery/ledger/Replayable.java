package dev.posthorn.delivery.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Locale;

/** What a delivery is that a replay sends again. */
public enum Replayable {
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** It has a dead letter that waits. */
    @JsonProperty("dead")
    DEAD,
    /** There is none: the endpoint wants the event now, but did not exist, or was disabled, when it was published. */
    @JsonProperty("missing")
    MISSING;

    /** As tables and the API write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Replayable of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
