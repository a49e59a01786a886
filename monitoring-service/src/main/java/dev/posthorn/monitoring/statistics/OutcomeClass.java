package dev.posthorn.monitoring.statistics;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.posthorn.contracts.Attempt;

import java.util.Arrays;
import java.util.List;

/** How an attempt ended, as coarsely as people compare it. Every attempt belongs to exactly one class. */
public enum OutcomeClass {
    ANSWERED_2XX("2xx", "a 2xx answer"),
    ANSWERED_3XX("3xx", "a redirect, which is not followed (3xx)"),
    ANSWERED_4XX("4xx", "a 4xx answer"),
    ANSWERED_5XX("5xx", "a 5xx answer"),
    TIMEOUT("timeout", "a timeout"),
    CONNECTION("connection", "a connection error"),
    TLS("tls", "a TLS error"),
    DNS("dns", "a host name that was not found"),
    BLOCKED("blocked", "an address that is not allowed");

    /** In the order of the enum. */
    public static final List<OutcomeClass> FAILURES =
            Arrays.stream(values()).filter(OutcomeClass::isFailure).toList();

    private final String label;
    private final String phrase;

    OutcomeClass(String label, String phrase) {
        this.label = label;
        this.phrase = phrase;
    }

    /** @throws IllegalArgumentException when the attempt's outcome is none of the contract's */
    static OutcomeClass of(Attempt attempt) {
        return switch (attempt.outcome()) {
            case "succeeded" -> ANSWERED_2XX;
            case "rejected" -> ofRefusal(attempt.statusCode());
            case "timeout" -> TIMEOUT;
            case "connection" -> CONNECTION;
            case "tls" -> TLS;
            case "dns" -> DNS;
            case "blocked" -> BLOCKED;
            default -> throw new IllegalArgumentException("Unknown outcome: " + attempt.outcome());
        };
    }

    static OutcomeClass ofLabel(String label) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown outcome class: " + label));
    }

    /** A status that no standard knows is a fault of the server that sent it. */
    private static OutcomeClass ofRefusal(int status) {
        return switch (status / 100) {
            case 3 -> ANSWERED_3XX;
            case 4 -> ANSWERED_4XX;
            default -> ANSWERED_5XX;
        };
    }

    public boolean isFailure() {
        return this != ANSWERED_2XX;
    }

    /** For sentences: "failed with …". */
    public String phrase() {
        return phrase;
    }

    @JsonValue
    @Override
    public String toString() {
        return label;
    }
}
