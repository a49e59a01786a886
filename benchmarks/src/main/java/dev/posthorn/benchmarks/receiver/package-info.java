/** The endpoints that webhooks are sent to: one HTTP server in this process, whose paths behave well or badly. */
package dev.posthorn.benchmarks.receiver;
