/**
 * Keeps a set of long-running parts alive on one machine: starts them in the order of their needs, watches them, starts
 * again what dies, and stops all of them without leaving a process behind.
 *
 * <p>This package owns processes, their records on disk and their logs. It never knows what the parts are: that is said
 * in {@code launcher}. Each part is cared for by one thread of its own, see {@link
 * dev.posthorn.local.supervise.Supervisor}.
 */
package dev.posthorn.local.supervise;
