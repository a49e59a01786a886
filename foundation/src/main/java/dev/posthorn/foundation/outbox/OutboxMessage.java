package dev.posthorn.foundation.outbox;

/** A claimed message: where it goes, and its JSON body. */
public record OutboxMessage(long id, String address, byte[] body) {}
