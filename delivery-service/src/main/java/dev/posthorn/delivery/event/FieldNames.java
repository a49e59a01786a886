package dev.posthorn.delivery.event;

/** What a way in calls the fields of an event, so that a refusal names what its publisher wrote. */
public record FieldNames(String tenant, String type, String payload, String id, String deliverAt) {

    /** As publishing over HTTP writes them. */
    static final FieldNames OF_REQUEST = new FieldNames("tenant", "type", "payload", "id", "deliverAt");

    /** The same below another field, such as {@code events[3].}. */
    FieldNames in(String prefix) {
        return new FieldNames(tenant, prefix + type, prefix + payload, prefix + id, prefix + deliverAt);
    }
}
