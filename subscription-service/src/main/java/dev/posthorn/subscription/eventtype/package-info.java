/**
 * The kinds of events that the operator publishes: their names, schemas and samples.
 *
 * <p>This package says what a name and a pattern may look like and which schemas are ones. It never sees an event:
 * delivery-service holds payloads against the schemas.
 */
package dev.posthorn.subscription.eventtype;
