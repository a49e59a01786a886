/**
 * The bodies that receivers get, for one event or several: envelope, bare, XML, CloudEvents. {@code docs/formats.md} is
 * their contract. Plain functions; in all JSON formats a payload's bytes stay as they were published.
 */
package dev.posthorn.delivery.format;
