/** The attempt log, as it is read: what was sent, and what came back. */
package dev.posthorn.delivery.attempt;
