package dev.posthorn.contracts;

import java.time.Instant;

/**
 * Asks subscription-service to send the whole catalog once more.
 *
 * <p>Identity rule: none. Answering twice does no harm, since every record carries its version.
 *
 * @param requestedBy the name of the asking service, for the log
 */
public record CatalogRequest(String requestedBy, Instant requestedAt) {}
