/** What is measured: one class for each scenario, with its musts. Each gets a stack of its own, with nothing in it. */
package dev.posthorn.benchmarks.scenario;
