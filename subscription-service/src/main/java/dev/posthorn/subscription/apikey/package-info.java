/**
 * API keys: made here, shown once, kept as a digest. This service reads them from its own table at every request, the
 * other services learn of them and of their end through the catalog.
 *
 * <p>Nobody gives away more than they have: a key never reaches further or may do more than who creates it.
 */
package dev.posthorn.subscription.apikey;
