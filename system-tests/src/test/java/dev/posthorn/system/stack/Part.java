package dev.posthorn.system.stack;

/** A part of the stack, by the name that {@code ./posthorn status} gives it. */
public enum Part {
    POSTGRES("postgres"),
    BROKER("broker"),
    SUBSCRIPTION("subscription-service"),
    DELIVERY("delivery-service"),
    DELIVERY_2("delivery-service-2"),
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
