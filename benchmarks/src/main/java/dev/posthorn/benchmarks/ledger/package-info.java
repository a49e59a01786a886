/**
 * Writes into delivery-service's tables what would take days to come about: a million deliveries that wait, ten million
 * attempts. Looks at plans and at how tables grow. The only place that knows the tables; it names every column it fills.
 */
package dev.posthorn.benchmarks.ledger;
