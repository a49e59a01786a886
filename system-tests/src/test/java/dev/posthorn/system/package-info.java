/**
 * The packaged product as a user starts it, tested from outside: through the gateway, the mails it sends, the browser, and
 * signals to its processes. Each test has a tenant of its own, and all share one stack.
 */
package dev.posthorn.system;
