/**
 * The ledger's rules for crashes, leases and parking as small models, and a search through all of their states. The words
 * are those of the code; {@code docs/state-machine.md} says which step stands for which statement.
 */
package dev.posthorn.delivery.ledger.statespace;
