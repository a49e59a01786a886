/**
 * Judges what was counted: rules, and alerts that are pending, firing or resolved.
 *
 * <pre>
 *            breached            still breached             back, by a margin
 * (quiet) ------------> pending ----------------> firing -------------------> resolved
 *    ^                     |                                or silent for long, or no longer watched
 *    '---------------------'
 *      no longer breached
 * </pre>
 *
 * <p>{@code AlertRule}, {@code AlertState}, {@code Observation} and {@code AlertPolicy} decide and know nothing of
 * databases. {@code AlertEvaluation} feeds them and stores what they say. Who is told of a change is not known here: it
 * is announced as {@code AlertChanged} within the transaction that stores it.
 */
package dev.posthorn.monitoring.alert;
