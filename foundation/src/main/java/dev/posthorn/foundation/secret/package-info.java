/**
 * Secrets at rest and on the way between services: sealed with AES-256-GCM under a key that the services share by
 * configuration. Nothing here stores or logs a secret.
 */
package dev.posthorn.foundation.secret;
