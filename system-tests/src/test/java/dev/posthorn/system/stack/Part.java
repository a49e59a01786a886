package dev.posthorn.system.stack;

/** A part of the stack, by the name that {@code ./posthorn status} gives it. */
public enum Part {
    POSTGRES("postgres"),
    BROKER("broker"),
    SUBSCRIPTION("subscription-service"),
    DELIVERY("delivery-service"),
    MONITORING("monitoring-service"),
    GATEWAY("gateway");

    private final String title;

    Part(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
