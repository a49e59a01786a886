/**
 * How other services learn of the catalog: every change leaves as a message in the transaction that makes it, and whoever
 * asks gets everything once more.
 *
 * <p>This package knows no single kind of record. Each feature that owns one publishes its changes through {@link
 * dev.posthorn.subscription.catalog.CatalogPublisher} and hands out all of them as a {@link
 * dev.posthorn.subscription.catalog.CatalogSource}.
 */
package dev.posthorn.subscription.catalog;
