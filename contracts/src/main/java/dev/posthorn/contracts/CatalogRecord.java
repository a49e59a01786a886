package dev.posthorn.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One thing of the catalog as other services need to know it. A deleted one keeps its id and version and says so;
 * its other fields may then be absent.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TenantRecord.class, name = "tenant"),
    @JsonSubTypes.Type(value = EndpointRecord.class, name = "endpoint"),
    @JsonSubTypes.Type(value = EventTypeRecord.class, name = "event-type"),
    @JsonSubTypes.Type(value = ApiKeyRecord.class, name = "api-key")
})
public sealed interface CatalogRecord permits TenantRecord, EndpointRecord, EventTypeRecord, ApiKeyRecord {

    /**
     * Unique within its kind. After a deletion it is never used again, except that an event type may come back under its
     * name, with a greater version.
     */
    String id();

    /** Rises with every change of this record; the first is 1. */
    long version();

    boolean deleted();
}
