/**
 * A service's own copy of the catalog: tenants, endpoints, event types and API keys, as subscription-service last told
 * them over AMQP.
 *
 * <pre>
 * posthorn.catalog -> CatalogConsumer -> table catalog_record -> CatalogReplica (memory of every instance)
 * </pre>
 *
 * One instance takes a message and stores it; every instance reads what is new in the table a few times a second. The
 * copy goes on serving when the broker or subscription-service is away. It is never written to by anyone else.
 */
package dev.posthorn.replica;
