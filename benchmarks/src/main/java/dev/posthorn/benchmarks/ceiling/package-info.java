/**
 * The raw ceiling: how many webhooks the same HTTP client library can send to the same receiver when it does nothing else.
 * The sender is a process of its own, as delivery-service is.
 */
package dev.posthorn.benchmarks.ceiling;
