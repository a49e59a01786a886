/**
 * The language of filters and transformations: JSONata, compiled once and evaluated within limits on time, memory and
 * output (decision 12).
 *
 * <p>An expression sees the event and nothing else: no I/O, no clock, no chance. It is never evaluated on an event loop or a
 * virtual thread: the limits count what a platform thread uses.
 */
package dev.posthorn.foundation.expression;
