package dev.posthorn.delivery.ledger;

/** What an endpoint's filters and transformations made of an event. */
public sealed interface Rendition {

    /** @param event the same with the payload that is sent */
    record Transformed(AcceptedEvent event) implements Rendition {}

    /**
     * There is nothing that could be sent: it becomes a dead letter.
     *
     * @param reason the dead letter's
     * @param message for the expression's author
     */
    record Failed(String reason, String message) implements Rendition {}
}
