/**
 * What fills an empty stack, all over the public API as any operator's program would do it: the tenant {@code demo} with
 * its event types, and, when asked for, sample events to three receivers on this machine. Also the receiver behind
 * {@code ./posthorn listen}.
 */
package dev.posthorn.local.demo;
