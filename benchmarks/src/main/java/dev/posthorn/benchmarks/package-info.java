/** Starts a stack of its own, runs scenarios against it, and tells what was measured beside what must be. */
package dev.posthorn.benchmarks;
