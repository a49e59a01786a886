/**
 * What the options of an endpoint may be: plain rules over values, each a type that cannot hold anything else. Nothing
 * here knows of HTTP, of tables or of other features' rows.
 */
package dev.posthorn.subscription.endpoint.option;
