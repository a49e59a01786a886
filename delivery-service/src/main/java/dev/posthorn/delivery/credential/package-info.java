/**
 * What an endpoint's requests identify themselves with, beside their signature: a password, a token, a client certificate.
 * Values only; nothing here is sent, stored or logged.
 */
package dev.posthorn.delivery.credential;
