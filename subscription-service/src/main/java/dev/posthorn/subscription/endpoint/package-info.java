/**
 * Tenants' URLs, with their subscriptions and signing secrets: one aggregate, changed under a lock on the endpoint's row
 * and told to the other services as one record.
 *
 * <p>Secrets and own headers are sealed before they reach a table or a message. Nothing here ever sends a request.
 */
package dev.posthorn.subscription.endpoint;
