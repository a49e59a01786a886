/**
 * Who calls, and what they may do: Keycloak access tokens and API keys become one {@link
 * dev.posthorn.foundation.identity.Caller}, and {@link dev.posthorn.foundation.identity.AccessFilter} holds every
 * operation's {@link dev.posthorn.foundation.identity.Access} against it.
 *
 * <p>Nothing else decides on access. An operation that does not say who may call it answers 403 to everybody.
 */
package dev.posthorn.foundation.identity;
