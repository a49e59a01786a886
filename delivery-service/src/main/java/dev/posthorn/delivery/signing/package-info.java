/** Signatures of webhooks, after Standard Webhooks 1.0. Plain functions of secret, id, time and body. */
package dev.posthorn.delivery.signing;
