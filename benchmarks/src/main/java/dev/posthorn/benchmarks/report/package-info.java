/** What is told: progress while it works, figures with their musts as a table, and the files of results. */
package dev.posthorn.benchmarks.report;
