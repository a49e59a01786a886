/**
 * The one address that users see: it sends each request to the service that owns it, serves the portal, and shows the
 * three services' APIs as one document.
 *
 * <p>It streams bodies both ways and never reads, changes or keeps them. Identity, limits and every rule of the API are
 * the services' own; the gateway holds no state.
 */
package dev.posthorn.gateway;
