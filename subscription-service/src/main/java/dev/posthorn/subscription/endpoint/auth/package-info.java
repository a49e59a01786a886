/**
 * What an endpoint asks of those who call it: basic, bearer, an API key, OAuth 2.0 client credentials or a client
 * certificate. Plain rules over values; nothing here seals, stores or sends a credential.
 */
package dev.posthorn.subscription.endpoint.auth;
