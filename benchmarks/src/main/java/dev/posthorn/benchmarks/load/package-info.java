/**
 * Publishes events: as fast as they are delivered ({@code Saturation}) or by a schedule ({@code Offer}), and keeps the book
 * of what was accepted, received, lost and repeated, and how long it took. Knows nothing of scenarios.
 */
package dev.posthorn.benchmarks.load;
