package dev.posthorn.delivery.event;

/**
 * A CloudEvent, read and checked as far as one can without the catalog.
 *
 * @param tenant its extension attribute {@code tenant}; null when it has none
 * @param names how its content mode writes its attributes
 */
public record CloudEvent(String tenant, Draft draft, FieldNames names) {}
