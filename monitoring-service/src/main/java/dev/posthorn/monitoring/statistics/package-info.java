/**
 * What happened, in numbers that add up: counts and delivery-time sketches per minute, tenant, endpoint and event type.
 *
 * <p>Owns the consumption of {@code posthorn.attempts}, the tables {@code processed_batch}, {@code statistics_minute} and
 * {@code latest_attempt}, and the API that reads them. Every batch is counted once, however often or late it comes. It
 * never judges what a number means: that is the work of {@code alert} and {@code health}. {@code docs/metrics.md} defines
 * each number.
 */
package dev.posthorn.monitoring.statistics;
