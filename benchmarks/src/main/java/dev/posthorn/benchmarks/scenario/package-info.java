/** What is measured, scenario by scenario; docs/performance.md says why each is as it is. */
package dev.posthorn.benchmarks.scenario;
