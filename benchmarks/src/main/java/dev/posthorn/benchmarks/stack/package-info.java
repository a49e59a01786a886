/**
 * The Posthorn that is measured: started and stopped by {@code ./posthorn} with throw-away data, its API, its processes'
 * use of time and memory, and the machine it runs on.
 */
package dev.posthorn.benchmarks.stack;
