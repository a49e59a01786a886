/** {@code ./posthorn bench}: reads the command line, and runs scenarios one after the other, each with its own stack. */
package dev.posthorn.benchmarks;
