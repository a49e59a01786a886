package dev.posthorn.foundation.secret;

import java.util.Objects;

/** A value that must not be seen: printing or logging it shows nothing. */
public record Secret(String reveal) {

    public Secret {
        Objects.requireNonNull(reveal, "secret is missing");
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
