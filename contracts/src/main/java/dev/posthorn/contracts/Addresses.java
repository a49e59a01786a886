package dev.posthorn.contracts;

/** The AMQP addresses of Posthorn. {@code deploy/artemis/broker.xml} declares the same ones for the broker. */
public final class Addresses {

    /** Anycast: CloudEvents to publish, from any producer to delivery-service. */
    public static final String EVENTS = "posthorn.events";

    /** Anycast: messages from {@link #EVENTS} that are no good events, with the reason; for people. */
    public static final String EVENTS_REFUSED = "posthorn.events.refused";

    /** Multicast: {@link CatalogChanges} from subscription-service to delivery- and monitoring-service. */
    public static final String CATALOG = "posthorn.catalog";

    /** Anycast: {@link CatalogRequest} from any service to subscription-service. */
    public static final String CATALOG_REQUESTS = "posthorn.catalog.requests";

    /** Multicast: {@link AttemptBatch} from delivery-service to monitoring-service. */
    public static final String ATTEMPTS = "posthorn.attempts";

    /** Anycast: verdicts on endpoints from monitoring-service to subscription-service. */
    public static final String ENDPOINT_HEALTH = "posthorn.endpoint-health";

    private Addresses() {}
}
